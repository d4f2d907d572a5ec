/** Makes metered calls, ten at a time, under one cap, and reports each answer, until it is killed, also when the cap is used up. Its clock can be wrong. */
import { writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { isTroupeError } from '../../core/base/errors';
import type { Budget } from '../../core/ports/budget';
import type { ChatModel } from '../../core/ports/models/models';
import { composeMeter } from '../../providers/compose/models/usage';

export interface Answered {
	/** Which of the calls of which process: it is the tenant's name in the ledger. */
	call: string;
	costUsd: number;
}

const atOnce = 10;
const [stateFolder = '', cap = '', life = '', clockErrorMs = '0'] = process.argv.slice(2);
const { now } = Date;
Date.now = () => now() + Number(clockErrorMs);
const budgets: Budget[] = [{ name: 'cap', per: 'day', costUsd: Number(cap) }];
const usage = { inputTokens: 10, outputTokens: 20, estimated: false };
const model: ChatModel = {
	id: 'openai:gpt-4.1-mini',
	async generate() {
		await sleep(Math.random() * 4);
		return { text: 'Yes.', finish: 'stop', model: this.id, usage };
	},
	stream: () => null as never,
};

async function askForEver(line: number): Promise<void> {
	for (let number = 0; ; number += 1) {
		const call = `${life}-${line}-${number}`;
		const metered = (await composeMeter({ stateFolder, budgets, tenant: call })).chat(model);
		const messages = [{ role: 'user' as const, content: 'May I?' }];
		const { costUsd = 0 } = await metered.generate({ messages, maxOutputTokens: 20 }, new AbortController().signal);
		// At once, not when the process has time for it: what was said is known after a kill.
		writeSync(1, `${JSON.stringify({ call, costUsd } satisfies Answered)}\n`);
	}
}

function stopAsking(error: unknown): void {
	if (!isTroupeError(error) || error.code !== 'BUDGET_EXCEEDED') throw error;
	// Said too: who waits for a word of this process has one.
	writeSync(1, 'null\n');
	setInterval(() => undefined, 1000);
}

for (let line = 0; line < atOnce; line += 1) void askForEver(line).catch(stopAsking);
