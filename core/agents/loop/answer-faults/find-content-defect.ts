import { findClaims } from '../../../guardrails/claims/find-claims';
import type { Run } from '../run/run';
import { speaksToCustomer } from '../team/caller';
import { hasTools } from '../tools/open-toolbox';
import { asksForJson } from './asks-for-json';
import { asksSecret } from './asks-secret';
import { holdsData } from './holds-data';
import { hasInventedAmount } from './invented-amounts';
import { hasPart, judgesWording } from './judges-wording';
import { repeatsQuestion } from './repeats-question';
import type { ContentDefect } from './answer-defect';
import { listPassages } from '../trail/list-passages';

export function findContentDefect(run: Run, text: string): ContentDefect | undefined {
	const { given, passages } = run.context;
	if (!given) return undefined;
	if (speaksToCustomer(run)) {
		const { messages = [], author } = given;
		const known = [author, ...listPassages(run).map((passage) => passage.text)];
		if (judgesWording(run, 'usable') && repeatsQuestion(text, messages, author)) return 'question';
		const mayShowData = !judgesWording(run, 'backend-data') || asksForJson(run);
		if (!mayShowData && holdsData(text, [...known, ...messages])) return 'data';
		if (judgesWording(run, 'asked-secrets') && asksSecret(text, known, messages.at(-1))) return 'secret';
	}
	if (!hasPart(run, 'amounts')) return undefined;
	// A claim has a complaint of its own.
	const mustKnow = hasTools(run.parts) && judgesWording(run, 'amounts') && findClaims(text).length === 0;
	return hasInventedAmount(text, given, passages, mustKnow) ? 'amount' : undefined;
}
