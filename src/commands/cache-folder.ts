import { join } from 'node:path'
import type { Host } from './host.ts'

/** Where weights are kept, once for all projects: ICL_CACHE, else icl-harness in the user's cache folder. */
export function cacheFolder({ env, homeFolder }: Pick<Host, 'env' | 'homeFolder'>): string {
  return env.ICL_CACHE ?? join(env.XDG_CACHE_HOME ?? join(homeFolder, '.cache'), 'icl-harness')
}
