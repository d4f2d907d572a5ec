import { type Elicitation, type ElicitationAnswer, identifyElicitation, readElicitation } from './elicitation';

/** A call of a tool in a session, as far as its server asks persons. */
export interface ElicitedCall {
	/** Answers of persons in earlier attempts of this call, by the form. */
	readonly answered: Record<string, ElicitationAnswer>;
	/** The forms that nobody has answered yet. */
	readonly asked: Elicitation[];
	/** Another call of the session asked at the same time: it is unknown which one asked what. */
	isAmbiguous?: boolean;
}

const maxForms = 20;

/**
 * The forms of a session of the revision 2025-11-25, in which a server asks without saying for which call. A person answers in days, when the session
 * is gone: a new form is closed without an answer, and the call is made again later, with the answer at hand.
 */
export class SessionElicitations {
	readonly #calls = new Set<ElicitedCall>();
	#open: Array<{ form: Elicitation; close: (answer: ElicitationAnswer) => void }> = [];

	/** Performs a call, during which the server can ask. */
	async during<T>(call: ElicitedCall, work: () => Promise<T>): Promise<T> {
		this.#calls.add(call);
		try {
			return await work();
		} finally {
			this.#calls.delete(call);
			this.#settle();
		}
	}

	/** Answers `elicitation/create` as soon as it is clear which call asks. */
	answer(params: unknown): Promise<ElicitationAnswer> {
		const form = readElicitation(params);
		if (!form) return Promise.resolve({ action: 'decline' });
		const { promise, resolve } = Promise.withResolvers<ElicitationAnswer>();
		this.#open.push({ form, close: resolve });
		this.#settle();
		return promise;
	}

	/** A call that asks does not end before its form is closed: of several calls, those that ask are the last ones. */
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
