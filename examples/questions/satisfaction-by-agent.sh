#!/bin/sh
# 各组客服的满意度？ How satisfied are customers, by team and agent?
cd "$(dirname "$0")/../data" || exit
cs-run 'cs-ingest 千牛_*.csv 抖音飞鸽.csv 400电话.xlsx 工单.jsonl | cs-clean | cs-dedupe |
  cs-kpi --by team,agent --metrics csat_mean --where "agent IS NOT NULL"
    --fields period,team,agent,label,value,unit,n,lo,hi -t table'
