/**
 * How servers say that a prompt does not fit: llama-server's type, OpenAI's code, and the sentences of
 * vLLM and DeepSeek (`maximum context length is …`), Ollama (`input length exceeds the context length`),
 * Anthropic (`prompt is too long`) and Gemini (`input token count … exceeds`).
 */
const SAYS_OVERFLOW =
  /exceed_context_size|context_length_exceeded|maximum context length|maximum model length|exceeds? the (available )?context|context (length|size|window)[^.]{0,40}exceed|exceed[^.]{0,60}context (length|size|window)|prompt is too long|input token count[^.]*exceeds/i

/** Whether the text, code or type of a 4xx answer says that prompt and answer do not fit the context. */
export function saysContextOverflow(...texts: readonly (string | undefined)[]): boolean {
  return texts.some((text) => text !== undefined && SAYS_OVERFLOW.test(text))
}
