#!/bin/sh
# 满意率变了，是做得好了，还是渠道占比变了？ Did we get better, or did only the mix of channels change?
cd "$(dirname "$0")/../data" || exit
cs-run 'cs-ingest 千牛_*.csv 抖音飞鸽.csv 400电话.xlsx 工单.jsonl | cs-clean | cs-dedupe |
  cs-kpi --mix channel --metrics csat_pct --period month -t table'
