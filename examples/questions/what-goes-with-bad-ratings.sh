#!/bin/sh
# 差评和什么有关？ What goes with bad ratings?
cd "$(dirname "$0")/../data" || exit
cs-run 'cs-ingest 千牛_*.csv 抖音飞鸽.csv 400电话.xlsx | cs-clean | cs-dedupe | cs-tag | cs-why -t table'
