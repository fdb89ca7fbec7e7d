"""What rules rest on: a document by its name and number, or the project's own convention."""

OURS = "本项目约定"
OURS_AFTER_FORM = "本项目约定，参照《项目支出绩效评价管理办法》（财预〔2020〕10号）所附自评表"
METHOD = "依据《项目支出绩效评价管理办法》（财预〔2020〕10号）"
METHOD_ON_USE = "依据《项目支出绩效评价管理办法》（财预〔2020〕10号）关于评价结果应用的要求"
SELF_EVALUATION_FORM = "依据《项目支出绩效评价管理办法》（财预〔2020〕10号）所附项目支出绩效自评表"
EVALUATION_FRAMEWORK = "依据《项目支出绩效评价管理办法》（财预〔2020〕10号）所附项目支出绩效评价指标体系框架"
MONITORING_FORM = "依据《中央部门预算绩效运行监控管理暂行办法》（财预〔2019〕136号）所附监控表"
