const quote =
	/(?<![a-z])(?:voces?|vc|o senhor|a senhora|you|your message)(?: ha pouco| ja| mesmo)? (?:disse|mencion\w{1,4}|viu|encontr\w{1,4}|fal(?:ou|a)|pergunt\w{1,4}|coment\w{1,4}|inform\w{1,4}|pediu|cit\w{1,4}|said|mention\w{0,3}|saw|found|ask\w{0,3}|told|say|says|quoted)(?![a-z])/;
const refused =
	/(?<![a-z])(?:nao (?:posso|podemos|consigo|conseguimos|tenho como|temos como|sei|confirm\w{1,4})|can'?t|cannot|can not|unable|not able|couldn'?t|don'?t (?:know|have)|isn'?t something)(?![a-z])/;

/** True if a sentence repeats the reader's words without confirming them. */
export function isRefusedQuote(text: string): boolean {
	return quote.test(text) && refused.test(text);
}
