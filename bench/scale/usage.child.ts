import { writeFileSync } from 'node:fs'

/**
 * Preloaded (`node --import`) into a measured process: when it ends, its own account of CPU and memory is left in
 * the file that `ICL_USAGE_FILE` names. With `ICL_SAMPLE_MS` it also keeps its resident memory over time.
 */
const file = process.env.ICL_USAGE_FILE ?? ''
const everyMs = Number(process.env.ICL_SAMPLE_MS ?? 0)
const samples: [number, number][] = []

if (everyMs > 0) setInterval(() => samples.push([Date.now(), process.memoryUsage.rss()]), everyMs).unref()

process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
  const aliveMs = process.uptime() * 1000
  writeFileSync(
    file,
    JSON.stringify({ cpuUs: userCPUTime + systemCPUTime, maxRssBytes: maxRSS * 1024, aliveMs, samples }),
  )
})
