import { type Elicitation, type ElicitationAnswer, identifyElicitation, readElicitation } from './elicitation';

export interface ElicitedCall {
	readonly answered: Record<string, ElicitationAnswer>;
	readonly asked: Elicitation[];
	/** True if another call asked at the same time: the asker is unknown. */
	isAmbiguous?: boolean;
}

const maxForms = 20;

/**
 * Forms of a 2025-11-25 session, whose server does not name the asking call. A person answers in days, after the session: a new form is closed
 * unanswered, and the call repeats later with the answer.
 */
export class SessionElicitations {
	readonly #calls = new Set<ElicitedCall>();
	#open: Array<{ form: Elicitation; close: (answer: ElicitationAnswer) => void }> = [];

	async during<T>(call: ElicitedCall, work: () => Promise<T>): Promise<T> {
		this.#calls.add(call);
		try {
			return await work();
		} finally {
			this.#calls.delete(call);
			this.#settle();
		}
	}

	/** Answers `elicitation/create` once the asking call is clear. */
	answer(params: unknown): Promise<ElicitationAnswer> {
		const form = readElicitation(params);
		if (!form) return Promise.resolve({ action: 'decline' });
		const { promise, resolve } = Promise.withResolvers<ElicitationAnswer>();
		this.#open.push({ form, close: resolve });
		this.#settle();
		return promise;
	}

	/** An asking call does not end before its form closes, so the last open calls are the asking ones. */
	#settle(): void {
		const [only, other] = this.#calls;
		if (this.#open.length === 0 || (other && this.#open.length < this.#calls.size)) return;
		const open = this.#open;
		this.#open = [];
		if (other) for (const call of this.#calls) call.isAmbiguous = true;
		for (const { form, close } of open) close((!other && only && answerFor(only, form)) || { action: 'cancel' });
	}
}

function answerFor({ answered, asked }: ElicitedCall, form: Elicitation): ElicitationAnswer | undefined {
	const answer = answered[identifyElicitation(form)];
	if (!answer && asked.length < maxForms) asked.push(form);
	return answer;
}
