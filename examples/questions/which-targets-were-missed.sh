#!/bin/sh
# 10 月各组哪些目标没有达到？ Which targets did the teams miss in October?
cd "$(dirname "$0")/../data" || exit
cs-run 'cs-ingest 千牛_*.csv 抖音飞鸽.csv 400电话.xlsx 工单.jsonl | cs-clean | cs-dedupe |
  cs-kpi --by team --period month --during 2025-10 --targets 目标.csv
    --metrics csat_pct,frt_within_60s,frt_p50,repeat_rate_72h' |
  cs-view --where 'NOT met' --fields period,team,label,value,unit,n,target,gap,level -t table
