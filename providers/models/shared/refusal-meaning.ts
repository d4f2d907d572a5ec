import type { TroupeErrorCode } from '../../../core/base/errors';

export interface RefusedAnswer {
	/** Absent for an error event within a stream. */
	status?: number;
	headers?: Headers;
	/** The provider's most specific machine-readable code. */
	code?: string;
	text?: string;
	requestId?: string | null;
	flagged?: boolean;
}

/** Filter codes of OpenAI, Azure, OpenRouter, Moonshot, Alibaba, Zhipu, Volcengine. */
const filterCodes =
	/^(?:content_filter|content_policy_violation|ResponsibleAIPolicyViolation|invalid_prompt|moderation_blocked|data_?inspection_?failed|1301|\w*SensitiveContentDetected)$/i;
const filterWords = new RegExp(
	[
		'(?:input|prompt|content|request|message|text|output|response|it) (?:was|were|has been|is|may have been|got) (?:\\w+ )?(?:flagged|filtered|blocked)',
		'(?:requires|failed|blocked by|rejected by) moderation',
		'content (?:exists risk|management policy|filter(?:ing|ed)?\\b|moderation)|content ?policy ?violation',
		'(?:violat\\w+|against) .{0,60}(?:usage|content|safety|acceptable use) (?:polic|guideline)',
		'considered high risk|inappropriate content|new_sensitive|sensitive (?:content|words?|information)|unsafe content',
	].join('|'),
	'i',
);
/** Vendors use similar words to close an account. */
const aboutAccount = /\b(?:account|organi[sz]ation|team|api key|subscription)\b|suspended|deactivated|terminated/i;

const tooLongWords = new RegExp(
	[
		'context[ _](?:size|window|length|limit)|context the overflows',
		'maximum (?:prompt|input|sequence|token|content)\\w* (?:length|limit|count|size)|maximum (?:allowed )?number of (?:input )?tokens',
		'(?:prompt|input|request|messages?|conversation|payload|body|text)\\b[^.]{0,40}\\btoo (?:long|large|big)',
		'(?:prompt|input|request|query|payload)s?\\b[^.]{0,60}\\bexceed(?:s|ed)?\\b[^.]{0,60}(?:length|tokens?\\b|size|limit)',
		'too many (?:input )?tokens|range of input length|reduce (?:the length|your (?:message|prompt|input)|the (?:input|prompt|message))',
		'(?:inputs?|prompt)\\W[^.]{0,40}(?:must (?:have|be)|should (?:have|be)) [^.]{0,20}(?:less|fewer|shorter|<)',
		'\\bmax_seq_len\\b|(?:输入|prompt)[^。]{0,20}(?:超长|过长|超过|超出)',
	].join('|'),
	'i',
);
/** The answer limit is a setting. */
const aboutAnswer = /max_\w*tokens|(?:completion|output) tokens/i;
const aboutQuestion = /context|\binputs?\b|prompt|messages/i;
/** Waiting does not help: one request exceeds a minute's quota. */
const overQuotaAlone = /request too large|must be reduced/i;

const notPaid =
	/insufficient (?:balance|credits?|funds?|quota)|used all available credits|spend(?:ing)? limit|key limit exceeded|arrear|credit balance|(?:out of|more|no) credits/i;
const notFunded = /insufficient[ _](?:account )?(?:balance|credits?|funds?)/i;
const notAllowed = /(?:incorrect|invalid|missing|no) api[- _]?key|api[- _]?key (?:is |was )?(?:not valid|invalid|missing|expired)/i;
const notFound =
	/model\b.{0,80}(?:does not exist|not exist|not found|is not a valid model|decommissioned)|unknown model|no such model|not a valid model/i;
const tooOften = /rate limit|too many requests/i;
/** Longer messages can quote the request. A customer must not choose the class of an error that pauses a model. */
const maxStatement = 300;

/** Detects a text refused by the provider's filter; provider and key still work. */
export function isFilterRefusal({ status, code = '', text = '', flagged }: RefusedAnswer): boolean {
	if (status === 401 || status === 402 || status === 404 || status === 429) return false;
	return flagged === true || filterCodes.test(code) || (filterWords.test(text) && !aboutAccount.test(text));
}

/** Detects a request longer than the model or plan allows. It must not be repeated unchanged. */
export function isTooLong({ status, text = '' }: RefusedAnswer): boolean {
	if (status === 413) return true;
	if (status === 429) return overQuotaAlone.test(text);
	if (status !== undefined && status !== 400 && status !== 422 && status < 500) return false;
	return tooLongWords.test(text) && (!aboutAnswer.test(text) || aboutQuestion.test(text));
}

/** Detects an account without credit; some vendors report it as overload or rate limit. */
export function isNotFunded({ status, text = '' }: RefusedAnswer): boolean {
	return (status === 429 || (status !== undefined && status >= 500)) && text.length <= maxStatement && notFunded.test(text);
}

/** Uses words for refusals without a vendor code whose status is misleading. */
export function classifyWords({ status, text = '' }: RefusedAnswer): TroupeErrorCode | undefined {
	if (text.length > maxStatement || (status !== 400 && status !== 403)) return undefined;
	if (notPaid.test(text)) return 'MODEL_OUT_OF_CREDIT';
	if (notAllowed.test(text)) return 'MODEL_AUTHENTICATION';
	if (status === 400 && notFound.test(text)) return 'MODEL_NOT_FOUND';
	return tooOften.test(text) ? 'MODEL_RATE_LIMITED' : undefined;
}
