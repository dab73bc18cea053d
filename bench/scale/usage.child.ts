import { statSync, writeFileSync } from 'node:fs'

/**
 * Preloaded (`node --import`) into a measured process: at its end, its own account of CPU and memory is left in
 * ICL_USAGE_FILE. With ICL_SAMPLE_MS it also notes, over time, its resident memory and the size of ICL_WATCHED_FILE;
 * under --expose-gc, what of its heap is alive after a collection.
 */
const {
  ICL_USAGE_FILE: file = '',
  ICL_SAMPLE_MS: everyMs = '0',
  ICL_WATCHED_FILE: watched = '',
} = process.env
const samples: { rssBytes: number; watchedBytes: number; heapBytes: number }[] = []

if (everyMs !== '0')
  setInterval(() => {
    const watchedBytes = statSync(watched, { throwIfNoEntry: false })?.size ?? 0
    globalThis.gc?.()
    const { rss, heapUsed } = process.memoryUsage()
    samples.push({ rssBytes: rss, watchedBytes, heapBytes: heapUsed })
  }, Number(everyMs)).unref()

process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
  const usage = { cpuUs: userCPUTime + systemCPUTime, maxRssBytes: maxRSS * 1024, samples }
  writeFileSync(file, JSON.stringify(usage))
})
