import type { Customer } from './customer';
import type { SalesTurn } from './sales-cases';
import type { ScriptedModel } from './scripted-model';

/** Checks what the customer got. @param count of all replies so far */
export function checkReplies({ expect: expected }: SalesTurn, { replies }: Customer, count: number): void {
	expect(replies).toHaveLength(count);
	const texts = replies.slice(count - (expected.replies ?? 0)).map(({ text }) => text);
	for (const text of expected.mustMatch ?? []) expect(texts.join('\n')).toMatch(new RegExp(text, 'i'));
	for (const text of expected.mustNotMatch ?? []) expect(texts.join('\n')).not.toMatch(new RegExp(text, 'i'));
}

/** Checks what the agent asked the model, and what its tools told it. */
export function checkModel({ expect: expected }: SalesTurn, model: ScriptedModel): void {
	const told = model.toolTexts.join('\n');
	for (const text of expected.toolErrors ?? []) expect(told).toContain(text);
	if (!expected.toolErrors) expect(told).not.toMatch(/Nothing was|not called|not known|Nada foi|não foi chamada|não se sabe/);
	for (const text of expected.toldByTools ?? []) expect(told).toContain(text);
	const questions = model.asked.map(({ messages }) => messages.findLast(({ role }) => role === 'user')?.content ?? '');
	if (expected.asked !== undefined) expect(questions.at(-1)).toContain(expected.asked);
	for (const text of expected.knows ?? []) expect(JSON.stringify(model.asked)).toContain(text);
	for (const text of expected.hidden ?? []) expect(JSON.stringify(model.asked)).not.toContain(text);
	expect(model.runs).toBe(expected.modelRuns ?? expected.replies ?? 0);
}
