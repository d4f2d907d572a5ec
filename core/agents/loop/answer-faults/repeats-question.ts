import { withoutCitations } from '../../../knowledge/grounding';
import { extractQuestionTerms, foldAccents } from '../../../words/terms';

/** Fewer words can be an answer, or a returned greeting. */
const fewestWords = 4;
const longestLead = 40;
const conjunction = /^(?:and|but|so|e|mas|então|y|pero|entonces)\s+(?=\p{L})/iu;
const worksOnText =
	/(?<!\p{L})(?:correct|proofread|spell|grammar|rewrite|rephrase|translate|repeat|echo|clean|transcribe|corrija|corrige|corrigir|revis[ae]r?|ortografia|gramática|reescrev|traduz|repita|repete|repetir|transcrev)/iu;

const speaksTo =
	/(?<!\p{L})(?:you|your|yours|voc[eê]s?|vc|seus?|suas?|teu|tua|te|lhe|senhora?|quer|deseja|prefere|pode|poderia|shall|should)(?!\p{L})/iu;

/** Returns whether a reply only repeats the question, also after a few words ("You asked: …", "And …"), or as a question with other words. */
export function repeatsQuestion(reply: string, messages: readonly string[] = [], author = ''): boolean {
	const message = messages.at(-1) ?? '';
	if (!message.includes('?') || worksOnText.test(message) || worksOnText.test(author)) return false;
	const asked = ` ${splitWords(message).join(' ')} `;
	const plain = withoutCitations(reply).trim();
	const lead = plain.indexOf(':');
	const texts = [plain, ...(lead >= 0 && lead <= longestLead ? [plain.slice(lead + 1)] : [])];
	return (
		asksTheSame(plain, message) ||
		texts
			.flatMap((text) => [text, text.trim().replace(conjunction, '')])
			.some((text) => {
				const words = splitWords(text);
				const isAll = ` ${words.join(' ')} ` === asked;
				return words.length >= fewestWords && (isAll || (/\?["”»]?\s*$/.test(text) && asked.includes(` ${words.join(' ')} `)));
			})
	);
}

function asksTheSame(reply: string, message: string): boolean {
	if (!/^[^.!?\n]+\?$/.test(reply) || speaksTo.test(reply) || splitWords(reply).length < fewestWords) return false;
	const known = new Set(extractQuestionTerms(message).flat());
	const terms = extractQuestionTerms(reply);
	return terms.length > 1 && terms.every((forms) => forms.some((form) => known.has(form)));
}

const splitWords = (text: string): string[] => foldAccents(text.toLowerCase()).match(/[\p{L}\p{N}]+/gu) ?? [];
