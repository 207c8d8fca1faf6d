#!/bin/sh
# 最近一周客户多说了哪些词？ Which words do customers say more often in the last week?
cd "$(dirname "$0")/../data" || exit
cs-run 'cs-ingest 千牛_*.csv 抖音飞鸽.csv | cs-clean | cs-tag --rising week --limit 10 -t table'
