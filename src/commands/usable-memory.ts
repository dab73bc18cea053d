/**
 * Memory that can still be had, in bytes: what the machine has left, or what a container's limit leaves beside us where
 * that is less.
 *
 * @param limitBytes of the container (cgroup); 0, or more than any machine has, where there is none
 * @param ownBytes that this process holds
 */
export function usableMemory(freeBytes: number, limitBytes: number, ownBytes: number): number {
  if (limitBytes <= 0) return freeBytes
  return Math.min(freeBytes, Math.max(0, limitBytes - ownBytes))
}
