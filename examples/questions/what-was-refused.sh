#!/bin/sh
# 导出文件里哪些内容读不出来？ What in the exports could not be read, and why?
cd "$(dirname "$0")/../data" || exit
found=$(mktemp) && trap 'rm -f "$found"' EXIT
cs-ingest --rejects "$found" 千牛_*.csv 抖音飞鸽.csv 400电话.xlsx 工单.jsonl >/dev/null || exit
cs-view --fields file,line,field,value,reason -t table "$found"
