import type { Block, Choice } from '../../tree/plan-tree';
import { findGroup } from '../../wish/find-people';
import { findTriggers, formFields } from '../../wish/find-trigger';
import { findVerb } from '../../wish/find-verb';
import type { Sentence } from '../../wish/sentences';
import { readCase, readIf, readOptional, readTrailingIf, splitCondition } from './choice-forms';
import {
	readAfter,
	readBefore,
	readEach,
	readMeanwhile,
	readMidWait,
	readParallel,
	readRepeated,
	readTrailingAfter,
	readUntil,
	readWait,
	readWhen,
} from './flow-forms';
import { isAboutUs } from './is-about-us';
import { match, without } from './match-words';
import { maxSteps, Outline } from './outline';
import { outlineTexts } from './outline-texts';
import { splitSteps } from './split-steps';

const maxDepth = 6;

type Form = (o: Outline, text: string, blocks: Block[], before?: Choice) => boolean;
/** Forms of sentences in the order in which they are tried. */
const forms: Form[] = [
	...[
		readEnd,
		readBegin,
		readMidWait,
		readCase,
		readRepeated,
		readOptional,
		readMeanwhile,
		readIf,
		readEach,
		readWait,
		readAfter,
		readBefore,
		readWhen,
	],
	...[readTrailingIf, readTrailingAfter, readUntil, readParallel],
];

/** Reads the sentences of a wish into blocks, one after another. */
export class OutlineReader extends Outline {
	/** Sentences that led to nothing. */
	readonly unread: string[] = [];

	read(sentences: Sentence[]): Block[] {
		const blocks: Block[] = [];
		for (const { text, isEntry } of sentences) {
			const before = JSON.stringify([blocks, this.inputs]);
			this.#readSentence(text, blocks, isEntry);
			if (JSON.stringify([blocks, this.inputs]) === before && !this.#saysStart(text)) this.unread.push(text);
		}
		return blocks;
	}

	/** A sentence about how an instance begins is heeded by the start. */
	#saysStart(text: string): boolean {
		return match(text, this.words.begins) !== undefined || findTriggers(text, this.language).length > 0;
	}

	#readSentence(text: string, blocks: Block[], isEntry: boolean): void {
		const told = without(without(text, this.words.wants), this.words.leads);
		const words = this.steps === 0 ? this.#withoutTrigger(told) : told;
		if (words.trim() === '' || this.steps >= maxSteps) return;
		const start = blocks.length;
		const choice = this.choice;
		this.choice = undefined;
		const otherwise = match(words, this.words.otherwise);
		if (choice && otherwise?.index === 0) this.inside(choice.otherwise.do, words.slice(otherwise[0].length));
		else this.readClause(words, blocks, choice, isEntry);
		this.sentenceStart = Math.min(start, blocks.length);
	}

	readClause(text: string, blocks: Block[], before?: Choice, isEntry = false): void {
		const words = without(text, this.words.leads).replace(/^[\s,;:]+|[\s,;:]+$/g, '');
		if (words === '' || this.scopes.length > maxDepth) return;
		this.scopes.push(blocks);
		if (!forms.some((read) => read(this, words, blocks, before))) this.#readSteps(words, blocks, isEntry);
		this.scopes.pop();
	}

	#readSteps(text: string, blocks: Block[], isEntry: boolean): void {
		for (const part of splitSteps(text, this.language)) {
			const words = without(part, this.words.leads);
			if (this.words.ends.test(words.toLowerCase())) readEnd(this, words, blocks);
			else if (match(words, this.words.wait)) readWait(this, words, blocks);
			else if (isForbidden(this, words) || (this.steps === 0 && isAboutUs(words, this.language))) continue;
			else if (isEntry || findVerb(words, this.language) || findGroup(words.slice(0, 30), this.language)) this.addStep(words, blocks);
		}
	}

	/** Takes out what says how an instance begins, where the first steps are read. */
	#withoutTrigger(text: string): string {
		const [found] = findTriggers(text, this.language);
		if (!found) return text;
		if (found.trigger.kind === 'timer') {
			const time =
				/^[^.\n,]{0,12}?\b(?:at|às|as)\s+\d{1,2}(?:[:h.]\d{2})?\s*(?:am|pm|h)?(?![\p{L}\d])/iu.exec(text.slice(found.end))?.[0] ?? '';
			return `${text.slice(0, found.start)}${text.slice(found.end + time.length)}`.replace(/^[\s,]+/, '');
		}
		const fields = found.trigger.kind === 'form' ? formFields[this.language].exec(text) : undefined;
		if (fields) return text.slice(fields.index + fields[0].length);
		const lead = match(text, this.words.when) ?? match(text, this.words.condition);
		if (lead) return splitCondition(this, text.slice(lead[0].length))[1];
		const [first = '', ...rest] = splitSteps(text, this.language);
		return findTriggers(first, this.language).length > 0 ? rest.join(', ') : text;
	}
}

/** Takes sentences that only say that an instance begins. */
function readBegin(o: Outline, text: string): boolean {
	return match(text, o.words.begins) !== undefined;
}

/** Checks for a clause that says what must not be done. */
function isForbidden(o: Outline, text: string): boolean {
	const verb = findVerb(text, o.language);
	return verb !== undefined && o.words.never.test(text.slice(0, verb.start).toLowerCase());
}

function readEnd(o: Outline, text: string, blocks: Block[]): boolean {
	if (!o.words.ends.test(text.toLowerCase())) return false;
	if (blocks.at(-1)?.kind !== 'end') blocks.push({ kind: 'end', id: o.id('end'), name: outlineTexts[o.language].ended });
	return true;
}
