// Measures how a file of 2 GB passes through `scandeck activity --file`.
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const size = 2 * 1024 ** 3;
/** Of a thousand lines, two can't be read. */
const linesOfBlock = 1000;
const unreadableOfBlock = 2;

const reportPeak =
  'data:text/javascript,process.on("exit",()=>process.stderr.write("peak "+process.resourceUsage().maxRSS+"\\n"))';

function block() {
  const image = 'us.icr.io/ns/app';
  const lines = Array.from({ length: linesOfBlock }, (_, index) => {
    if (index === 500) return 'these are no events';
    if (index === 700) return '{"action":"container-registry.image.push","tar';
    return JSON.stringify({
      action: 'container-registry.image.pull',
      ...{ eventTime: '2026-03-01T12:00:00.12+0000', outcome: 'success', severity: 'normal' },
      correlationId: `correlation-${index}`,
      dataEvent: true,
      initiator: {
        ...{ id: `iam-ServiceId-${index % 20}`, name: 'ci', credential: { type: 'apikey' } },
        host: { address: '192.0.2.10', agent: 'docker/28.0' },
      },
      target: { id: `${image}@sha256:${'ab'.repeat(32)}`, name: `${image}:${index}` },
      reason: { reasonCode: 200, reasonType: 'OK' },
      ...{ requestData: {}, responseData: null, message: `Container Registry: pull ${image}` },
      logSourceCRN: 'crn:v1:bluemix:public:container-registry:us-south:a/0123456789abcdef:::',
    });
  });
  return Buffer.from(`${lines.join('\n')}\n`);
}

async function writeBlocks(path, bytes, count) {
  const file = createWriteStream(path);
  for (let index = 0; index < count; index += 1) {
    if (!file.write(bytes)) await once(file, 'drain');
  }
  file.end();
  await once(file, 'close');
}

/** Passes the file through. @returns MB a second, the peak in MB, and what could not be read */
export async function measureFile(bin) {
  const folder = await mkdtemp(join(tmpdir(), 'scandeck-bench-'));
  const path = join(folder, 'events.ndjson');
  const bytes = block();
  const blocks = Math.ceil(size / bytes.length);
  try {
    await writeBlocks(path, bytes, blocks);
    const args = ['--import', reportPeak, bin, 'activity', '--file', path, '-o', 'ndjson'];
    const started = performance.now();
    const { stderr } = spawnSync(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    const seconds = (performance.now() - started) / 1000;
    const told = String(stderr);
    return {
      megabytesPerSecond: (blocks * bytes.length) / 1e6 / seconds,
      peakMegabytes: Number(/peak (\d+)/.exec(told)?.[1]) / 1024,
      unreadable: Number(/warning: ([\d,]+) places/.exec(told)?.[1]?.replaceAll(',', '')),
      expected: blocks * unreadableOfBlock,
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}
