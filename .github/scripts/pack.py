"""Zip a folder so that the same content gives the same bytes: sorted names, one fixed time, plain files only.

python3 -I pack.py <folder> <zip file>
"""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

# Unix, an ordinary file that all may read: the machine that packs leaves no trace.
MODE = 0o100644 << 16


def main(folder: str, target: str) -> int:
    """Write the zip; the folder's own name is the top folder inside."""
    root = Path(folder)
    files = sorted(path for path in root.rglob("*") if not path.is_dir())
    with zipfile.ZipFile(target, "x", compression=zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for path in files:
            if path.is_symlink() or not path.is_file():
                print(f"{path} 不是普通文件，没有打包。", file=sys.stderr)
                return 1
            info = zipfile.ZipInfo(f"{root.name}/{path.relative_to(root).as_posix()}", (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = MODE
            info.create_system = 3
            archive.writestr(info, path.read_bytes())
    print(f"{target}：{len(files):,} 个文件，{Path(target).stat().st_size / 1e6:.1f} MB。")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
