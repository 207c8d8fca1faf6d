#!/bin/sh
# 客服漏了什么、说错了什么？ What did agents leave out, or should not have said?
cd "$(dirname "$0")/../data" || exit
cs-run 'cs-ingest 聊天记录.csv | cs-tag --taxonomy qa' | cs-view freq topic -t table
