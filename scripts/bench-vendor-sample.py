# The logic of the vendor's Python example (JFrog REST APIs, Get Approved/Blocked Audit Logs), made to
# count rightly: both bounds, windows that do not overlap, the last page of each window. One request at
# a time, as there. Arguments: URL SINCE UNTIL FILE, times in epoch seconds.
import datetime
import json
import sys

import requests

url, since, until, path = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
session = requests.Session()


def written(seconds):
    return datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc).strftime('%Y-%m-%dT%H:%M:%SZ')


events_fetched = 0
curr = since
with open(path, 'w') as out:
    while curr < until:
        end = min(curr + 6 * 86400, until)
        offset = 0
        while True:
            response = session.get(
                url + '/xray/api/v1/curation/audit/packages',
                params={
                    'include_total': 'false',
                    'order_by': 'id',
                    'direction': 'asc',
                    'num_of_rows': 1000,
                    'created_at_start': written(curr),
                    'created_at_end': written(end),
                    'offset': offset,
                },
                headers={'Authorization': 'Bearer bench'})
            response.raise_for_status()
            output = response.json()
            for event in output['data'] or []:
                out.write(json.dumps(event) + '\n')
            events_fetched += output['meta']['result_count']
            next_offset = output['meta']['next_offset']
            if not next_offset:
                break
            offset = next_offset
        curr = end
print(events_fetched)
