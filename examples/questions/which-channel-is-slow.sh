#!/bin/sh
# 哪个渠道回复慢？ Which channel is slow to answer?
cd "$(dirname "$0")/../data" || exit
cs-run 'cs-ingest 千牛_*.csv 抖音飞鸽.csv 工单.jsonl | cs-clean |
  cs-kpi --by channel --metrics frt_p50,frt_p90 --fields period,channel,label,value,unit,n -t table'
