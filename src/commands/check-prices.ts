import type { HarnessConfig } from '../config/harness-config.ts'
import type { BudgetSettings } from '../config/run-settings.ts'
import { InputError } from '../domain/input-error.ts'
import type { Model } from '../domain/model.ts'

/** Under a budget of money every model has a price, and of 0 only when that is written. @throws InputError naming each without */
export function checkPrices(
  config: HarnessConfig,
  models: readonly Model[],
  { usd }: Pick<BudgetSettings, 'usd'>,
): void {
  if (usd === undefined) return
  const unpriced = models.filter(({ price }) => price === undefined)
  const [first, ...others] = unpriced.map(({ name }) => ({
    ...config.placeOf(['models', config.models.findIndex((model) => model.name === name)]),
    message: `model "${name}" has no price, and the run has a budget of ${usd} US dollars`,
    hint: 'state it in US dollars for a million tokens, as in price: {input: 0.15, output: 0.6}; a model that costs nothing has price: {input: 0, output: 0}',
  }))
  if (first !== undefined) throw new InputError(first, ...others)
}
