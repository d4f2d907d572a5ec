import { identifySurely } from '../../base/text/language';
import { askForSummary, readSummary } from '../../llm/summaries/summary';
import type { Clock } from '../../ports/host';
import type { ChatModel } from '../../ports/models/models';

const maxTokens = 200;
const timeoutMs = 30_000;

const task = {
	en: 'Summarise the transcript of a voice message below in one or two sentences: what the person wants, says or asks. Leave out names, numbers and addresses.',
	pt: 'Resuma a transcrição de uma mensagem de voz abaixo em uma ou duas frases: o que a pessoa quer, diz ou pergunta. Deixe de fora nomes, números e endereços.',
};

/** @throws TroupeError MODEL_… */
export async function summarizeTranscript(model: ChatModel, text: string, clock: Clock, signal: AbortSignal): Promise<string | undefined> {
	const messages = askForSummary(task, text, identifySurely(text) ?? 'en');
	return readSummary(await model.generate({ messages, maxOutputTokens: maxTokens, until: clock.now() + timeoutMs }, signal));
}
