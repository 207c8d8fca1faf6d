#!/bin/sh
# 同组之内，哪位客服高得或低得不像偶然？ Who stands out in their team by more than chance?
cd "$(dirname "$0")/../data" || exit
cs-run 'cs-ingest 千牛_*.csv 抖音飞鸽.csv 400电话.xlsx 工单.jsonl | cs-clean | cs-dedupe |
  cs-kpi --by team,agent --metrics csat_pct,frt_mean --rank --where "agent IS NOT NULL" -t table'
