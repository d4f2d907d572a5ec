const no = /^\s*(?:no|nope|none|nobody|never|not needed|nothing|não|nao|ninguém|ninguem|nenhum\p{L}*|nunca|nada|sem)(?![\p{L}])/iu;

/** Checks for an answer that says that something is not there or not wanted. */
export const isNo = (answer: string): boolean => no.test(answer);

const undecided =
	/^\s*(?:(?:you (?:decide|choose)|your (?:choice|call)|i (?:do not|don'?t) (?:know|care|mind)|no idea|not sure|whatever|any(?:thing)?(?: is fine)?|default|skip|up to you|as you (?:like|wish))|(?:você (?:decide|escolhe)|vc (?:decide|escolhe)|não sei|nao sei|sei lá|tanto faz|qualquer um[a]?|padrão|pula|pular|como (?:você )?(?:quiser|achar melhor)|decid[ae] você))(?![\p{L}])[^\p{L}]*/iu;

/** Checks for an answer that leaves the choice to the planner, such as `you decide` or `não sei`. */
export const leavesChoice = (answer: string): boolean => answer.trim() === '' || (undecided.test(answer) && answer.length < 80);
