/** One source did not give the weights; the next one may. The message is the reason, in one line. */
export class SourceFailure extends Error {
  override readonly name = 'SourceFailure'
}

/** What was fetched is of no use and has to be fetched again from the start. */
export class DamagedDownload extends SourceFailure {}
