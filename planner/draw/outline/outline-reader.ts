import type { Block, Choice } from '../../tree/plan-tree';
import { findGroup } from '../../wish/find-people';
import { findTriggers } from '../../wish/find-trigger';
import { findFormFields } from '../../wish/form-fields';
import { findVerb } from '../../wish/find-verb';
import type { Sentence } from '../../wish/sentences';
import { readCase, readIf, readOptional, readTrailingIf, saysRefusal, splitCondition } from './choice-forms';
import {
	readAfter,
	readBefore,
	readEach,
	readLater,
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
import { readInTime, readLate, readTrailingLate } from './late-forms';
import { endRefusal } from './end-refusal';
import { heedRules, readGuarded, takeRules } from './guard-forms';
import { prohibits } from './find-forbidden';
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
		readLate,
		readTrailingLate,
		readMidWait,
		readCase,
		readRepeated,
		readOptional,
		readMeanwhile,
		readIf,
		readEach,
		readWait,
		readAfter,
		readLater,
		readBefore,
		readWhen,
	],
	...[readTrailingIf, readGuarded, readTrailingAfter, readUntil, readParallel],
];

/** Reads the sentences of a wish into blocks, one after another. */
export class OutlineReader extends Outline {
	/** Sentences that led to nothing. */
	readonly unread: string[] = [];

	read(sentences: Sentence[]): Block[] {
		const blocks: Block[] = [];
		this.mayRefuse = sentences.some(({ text }) => saysRefusal(this, text));
		const { told, rules } = takeRules(sentences, this.language);
		for (const { text, isEntry } of told) {
			const before = JSON.stringify([blocks, this.inputs]);
			this.#readSentence(text, blocks, isEntry);
			if (JSON.stringify([blocks, this.inputs]) === before && !this.#saysStart(text)) this.unread.push(text);
		}
		this.unread.push(...heedRules(this, blocks, rules));
		return blocks;
	}

	/** A sentence about how an instance begins is heeded by the start. */
	#saysStart(text: string): boolean {
		return match(text, this.words.begins) !== undefined || findTriggers(this.steps === 0 ? text : `… ${text}`, this.language).length > 0;
	}

	#readSentence(text: string, blocks: Block[], isEntry: boolean): void {
		const told = without(without(without(text, this.words.wants), this.words.always).replace(/^[\s,]+/, ''), this.words.leads);
		const words = this.steps === 0 ? this.#withoutTrigger(told) : told;
		if (words.trim() === '' || this.steps >= maxSteps) return;
		const start = blocks.length;
		const choice = this.choice;
		const { late } = this;
		this.choice = undefined;
		this.late = undefined;
		this.lateBefore = late;
		const otherwise = match(words, this.words.otherwise);
		const other = choice?.otherwise.do ?? late?.inTime;
		if (other && otherwise?.index === 0) this.inside(other, words.slice(otherwise[0].length));
		else if (!readInTime(this, words, late)) this.readClause(words, blocks, choice, isEntry);
		endRefusal(this, blocks, start, text);
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
		const fields = found.trigger.kind === 'form' ? findFormFields(text, this.language) : undefined;
		if (fields) return text.slice(fields.end).replace(/^[\s,]+/, '');
		const lead = match(text, this.words.when) ?? match(text, this.words.condition);
		if (lead) return splitCondition(this, text.slice(lead[0].length))[1];
		const [first = '', ...rest] = splitSteps(text, this.language, { maybeNoun: true });
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
	return verb !== undefined && forbids(text.slice(0, verb.start).toLowerCase(), o);
}

/** A verb that no list has is forbidden, too: `nunca prometa reembolso`. */
const forbids = (before: string, { words, language }: Outline): boolean =>
	words.never.test(before) ||
	(prohibits(before, language) && words.never.test(before.replace(/\s*\p{L}+(?:\s+(?:an?|the|any|uma?|[oa]s?))?\s*$/u, ' ')));

function readEnd(o: Outline, text: string, blocks: Block[]): boolean {
	if (!o.words.ends.test(text.toLowerCase())) return false;
	if (blocks.at(-1)?.kind !== 'end') blocks.push({ kind: 'end', id: o.id('end'), name: outlineTexts[o.language].ended });
	return true;
}
