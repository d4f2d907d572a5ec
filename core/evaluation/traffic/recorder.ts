import { isTroupeError } from '../../base/errors';
import { mapTexts } from '../../base/text/map-texts';
import type { Clock } from '../../ports/host';
import type { ChatResponse } from '../../ports/models/models';
import { hashRequest } from './canonical-request';
import type { EvaluationVault } from './evaluation-vault';
import { hideSecretsIn } from './hide-private';
import type { CaseRecording, Exchange } from './recording';
import type { Asked, Traffic } from './traffic';

const maxMessage = 500;

/** Records without personal data and secrets. */
export class Recorder implements Traffic {
	readonly recording: CaseRecording;

	constructor(
		private readonly vault: EvaluationVault,
		private readonly clock: Clock,
	) {
		this.recording = { at: clock.now(), exchanges: [] };
	}

	async exchange<Answer>(asked: Asked, live: () => Promise<Answer>): Promise<Answer> {
		const { kind, name } = asked;
		const request = await this.#hide(asked, asked.request);
		const key = hashRequest(kind, name, request);
		const startedAt = this.clock.now();
		const elapsed = () => Math.max(0, this.clock.now() - startedAt);
		try {
			const answer = await live();
			const durationMs = elapsed();
			this.#forgetFailures(key);
			this.recording.exchanges.push({ kind, name, key, request, answer: await this.#hideAnswer(asked, answer), durationMs });
			return answer;
		} catch (error) {
			const durationMs = elapsed();
			const exchange: Exchange = { kind, name, key, request, error: await this.#describeError(error), durationMs };
			this.recording.exchanges.push(exchange);
			throw error;
		}
	}

	/** A failure that a retry resolved is not replayed. */
	#forgetFailures(key: string): void {
		const { exchanges } = this.recording;
		this.recording.exchanges = exchanges.filter((each) => each.key !== key || each.error === undefined);
	}

	async #hide<Value>({ kind }: Asked, value: Value): Promise<Value> {
		return hideSecretsIn(
			kind === 'model' || kind === 'tools' ? value : await mapTexts(value, async (text) => (await this.vault.mask(text)).text),
		);
	}

	/** Keeps call ids: later requests repeat them. */
	async #hideAnswer(asked: Asked, answer: unknown): Promise<unknown> {
		if (asked.kind !== 'model') return this.#hide(asked, answer);
		const { native: _native, attempts: _attempts, ...response } = answer as ChatResponse;
		const hide = async (text: string) => hideSecretsIn(await this.vault.maskAnswer(text));
		const calls = await Promise.all((response.toolCalls ?? []).map(async (call) => ({ ...call, arguments: await hide(call.arguments) })));
		return { ...response, text: await hide(response.text), ...(calls.length > 0 && { toolCalls: calls }) };
	}

	async #describeError(error: unknown): Promise<{ code: string; message: string }> {
		const code = isTroupeError(error) ? error.code : 'INTERNAL';
		const message = error instanceof Error ? error.message : String(error);
		return { code, message: (await this.vault.mask(await hideSecretsIn(message))).text.slice(0, maxMessage) };
	}
}
