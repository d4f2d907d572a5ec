import type { INode } from 'n8n-workflow';
import { TroupeError } from '../../core/base/errors';
import type { Gate } from '../../core/ports/manifests';
import type { ChatModel, ChatPart, ChatRequest } from '../../core/ports/models/models';
import { openGate } from '../../test/fakes/permissive-gate';
import { admittedCalls, admittedModel } from './admitted-calls';
import { slowTest } from '../../test/support/slow-tests';

const revoked = new TroupeError({ code: 'MANIFEST_REVOKED', message: 'n8n-nodes-troupe 1.0.0 was revoked' });
const request = { messages: [] } as unknown as ChatRequest;
const part = (text: string) => ({ kind: 'text', text }) as unknown as ChatPart;

/** A gate that lets the node run until it is told not to. */
function gateUntilRevoked() {
	const open = openGate();
	const running = new Set<AbortController>();
	const state = { refused: false, running, asked: open.admitted };
	const gate: Gate = {
		admit: (subject) => (state.refused ? Promise.reject(revoked) : open.admit(subject)),
		watch: () => {
			const stop = new AbortController();
			running.add(stop);
			return { signal: stop.signal, close: () => void running.delete(stop) };
		},
	};
	const revoke = () => {
		state.refused = true;
		for (const stop of running) stop.abort(revoked);
	};
	return { gate, state, revoke };
}

/** Answers when it is let to, whatever its signal says. */
function deafModel() {
	const began = Promise.withResolvers<AbortSignal>();
	const model: ChatModel = {
		id: 'openai:deaf',
		generate: (_request, signal) => (began.resolve(signal), new Promise(() => undefined)),
		async *stream(_request, signal) {
			yield part('one');
			began.resolve(signal);
			await new Promise(() => undefined);
		},
	};
	return { model, began: began.promise };
}

function modelUnder(gate: Gate, model: ChatModel): ChatModel {
	const node = { typeVersion: 1 } as INode;
	return admittedModel(model, admittedCalls({ getNode: () => node }, gate, 'troupeModelRouter'));
}

const never = () => new AbortController().signal;

describe('the calls of a model that a node gave', () => {
	it('ask the gate each time, for as long as the execution has the model', async () => {
		const { gate, state, revoke } = gateUntilRevoked();
		let calls = 0;
		const answers = { id: 'openai:quick', generate: async () => (calls++, {}) as never } as unknown as ChatModel;
		const model = modelUnder(gate, answers);
		await model.generate(request, never());
		await model.generate(request, never());
		expect(state.asked).toEqual(Array(2).fill({ kind: 'node', name: 'n8n-nodes-troupe.troupeModelRouter', version: 1 }));
		revoke();
		await expect(model.generate(request, never())).rejects.toMatchObject({ code: 'MANIFEST_REVOKED' });
		await expect(model.stream(request, never())[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'MANIFEST_REVOKED' });
		expect(calls).toBe(2);
		expect(state.running.size).toBe(0);
	});

	slowTest('end with the refusal when it is taken back meanwhile, also where the model heeds no signal', async () => {
		const { gate, state, revoke } = gateUntilRevoked();
		const { model, began } = deafModel();
		const answer = modelUnder(gate, model).generate(request, never());
		const signal = await began;
		revoke();
		await expect(answer).rejects.toMatchObject({ code: 'MANIFEST_REVOKED' });
		expect(signal.aborted).toBe(true);
		expect(state.running.size).toBe(0);
	});

	it('give no further piece of a stream once it is taken back', async () => {
		const { gate, state, revoke } = gateUntilRevoked();
		const { model, began } = deafModel();
		const chunks: ChatPart[] = [];
		const read = async () => {
			for await (const piece of modelUnder(gate, model).stream(request, never())) chunks.push(piece);
		};
		const reading = read();
		const signal = await began;
		revoke();
		await expect(reading).rejects.toMatchObject({ code: 'MANIFEST_REVOKED' });
		expect({ given: chunks, aborted: signal.aborted, running: state.running.size }).toEqual({
			given: [part('one')],
			aborted: true,
			running: 0,
		});
	});

	it('are told when the host cancels, and stop watching when a reader goes away', async () => {
		const { gate, state } = gateUntilRevoked();
		const host = new AbortController();
		let ended = false;
		const model = {
			id: 'openai:two',
			async *stream(_request: ChatRequest, signal: AbortSignal) {
				try {
					yield part('one');
					signal.throwIfAborted();
					yield part('two');
				} finally {
					ended = true;
				}
			},
		} as unknown as ChatModel;
		for await (const _piece of modelUnder(gate, model).stream(request, host.signal)) break;
		expect({ ended, running: state.running.size }).toEqual({ ended: true, running: 0 });
		const parts = modelUnder(gate, model).stream(request, host.signal)[Symbol.asyncIterator]();
		await parts.next();
		host.abort(new Error('cancelled'));
		await expect(parts.next()).rejects.toThrow('cancelled');
	});
});
