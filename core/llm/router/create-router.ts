import { TroupeError } from '../../base/errors';
import { pause } from '../../base/async/pause';
import type { ChatModel, ChatPart } from '../../ports/models/models';
import type { Breakers } from './breakers';
import { assertNotBlank, isBlank } from './blank-answer';
import { generateWithin, streamWithin, type Timing } from './call-within';
import type { RouteStep } from './route-step';
import { defaultRetryPolicy, type RetryPolicy, RouterRun } from './router-run';

export interface RouterOptions extends Pick<Timing, 'clock'> {
	/** For one answer, including retries, without last resorts. Default: as many as the retries allow. */
	maxCalls?: number;
	/** Shared within a process. Default: none. */
	breakers?: Breakers;
	retryPolicy?: Partial<RetryPolicy>;
	/** 0 to below 1. Default Math.random. */
	random?: () => number;
	sleep?: Timing['sleep'];
}

/**
 * Takes the first suitable model, the next one immediately after a failure, and at last retries those that can recover. docs/agents/models.md lists
 * the effect of each failure. `attempts` of response or error has every attempt with usage. A blank answer is a failure. A stream is committed at its
 * first content: the reader cannot take a part back. @throws TroupeError the last model's, with the others as causes; see isModelCallLimit for a
 * route at its max calls; MODEL_CIRCUIT_OPEN if all models are paused; NOT_SUPPORTED if no model takes the request
 */
export function createRouter(steps: RouteStep[], options: RouterOptions): ChatModel {
	const { clock, sleep = pauseWhole, random = Math.random, breakers, maxCalls = Infinity } = options;
	const timing: Timing = { clock, sleep };
	const settings = { timing, random, breakers, maxCalls, retryPolicy: { ...defaultRetryPolicy, ...options.retryPolicy } };
	return {
		id: `router:${steps.map(({ model }) => model.id).join('+')}`,
		async generate(request, signal) {
			const run = new RouterRun(steps, request, signal, settings);
			for (;;) {
				const attempt = await run.next();
				const { model } = attempt.step;
				try {
					const response = await generateWithin(attempt.limit, model, attempt.request, signal, timing);
					assertNotBlank(response, model);
					return attempt.answered(response);
				} catch (error) {
					attempt.failed(error);
				}
			}
		},
		stream: (request, signal) => streamRoute(new RouterRun(steps, request, signal, settings), signal, timing),
	};
}

/** A timer can fire slightly early, and another short wait would follow. */
function pauseWhole(milliseconds: number, until: AbortSignal): Promise<boolean> {
	return pause(milliseconds + 1, until);
}

async function* streamRoute(run: RouterRun, signal: AbortSignal, timing: Timing): AsyncGenerator<ChatPart> {
	for (;;) {
		const attempt = await run.next();
		const { model } = attempt.step;
		let committed = false;
		/** Another model can answer instead of a blank text. */
		let blanks = '';
		try {
			for await (const part of streamWithin(attempt.limit, model, attempt.request, signal, timing)) {
				if (part.kind === 'end') {
					if (!committed) assertNotBlank(part.response, model);
					committed = true;
					yield { kind: 'end', response: attempt.answered(part.response) };
					return;
				}
				if (part.kind === 'withdrawn') {
					[committed, blanks] = [false, ''];
					yield part;
					continue;
				}
				if (committed || part.kind !== 'text') {
					committed = true;
					yield part;
					continue;
				}
				blanks += part.text;
				committed = !isBlank(part.text);
				if (committed) yield { kind: 'text', text: blanks };
			}
			throw endless(model);
		} catch (error) {
			attempt.failed(error, committed);
		} finally {
			attempt.abandoned();
		}
	}
}

function endless({ id }: ChatModel): TroupeError {
	return new TroupeError({ code: 'MODEL_MALFORMED_RESPONSE', message: `The stream of ${id} ended without an end part.` });
}
