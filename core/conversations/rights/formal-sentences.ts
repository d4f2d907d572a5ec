/** Legal wording of demands: law, right or consent. For clauses after `toPlain`. */

const law =
	'(?:(?:o |a )?(?:art(?:igo)? 1[58](?: (?:inciso )?[ivx]{1,4})?(?: da)? ?)?(?:lgpd|lei(?: geral de protecao de dados(?: pessoais)?| de protecao de dados)?(?: n[o0]?)?(?: ?13 ?709)?(?: ?(?:de )?2018)?)|(?:o )?art(?:igo)? 1[58])';
const lawPrefix =
	'(?:conforme(?: a| o)?|segundo(?: a| o)?|com (?:base|fundamento|amparo) n?[ao]?|de acordo com(?: a| o)?|pel[ao]|nos termos d[ao]|na forma d[ao]|em conformidade com(?: a| o)?|previst[ao] n[ao])';
const lawEn =
	'(?:(?:the )?(?:uk |eu )?(?:gdpr|ccpa|lgpd|data protection (?:law|laws|act))|art(?:icle)? (?:15|17|21)(?:(?: of)?(?: the)?(?: uk)? gdpr)?)';
const lawPrefixEn = '(?:under|pursuant to|in accordance with|as per|per|according to|based on|by)';

export const byLaw = `(?: ${lawPrefix} ${law})?`;
const byLawEn = `(?: ${lawPrefixEn} ${lawEn})?`;

const named = `(?:(?:${lawPrefix} )?${law}|(?:${lawPrefixEn} )?${lawEn})`;
export const legalReason = new RegExp(
	`^(?:${named}|(?:inciso )?[ivx]{1,4}|d[ao] (?:lgpd|lei(?: geral de protecao de dados)?)|(?:assunto|pedido|subject))$`,
);
export const legalOpening = new RegExp(`^(?:${lawPrefix} ${law}|${lawPrefixEn} ${lawEn}) `);

const asks =
	'(?:(?:eu )?(?:venho )?(?:por meio dest[ae] )?(?:aqui )?(?:solicito|solicitar|requeiro|requerer|exijo|exigir|peco|pedir|quero|queria|desejo|gostaria de|pretendo|preciso)(?: formalmente| imediatamente)? )?';
const now = '(?: (?:imediata|definitiva|completa|total|permanente|integral|imediatamente))*';
const removal = '(?:exclusao|eliminacao|remocao|apagamento|delecao)';
const data =
	'(?:meus dados(?: pessoais)?(?: e (?:minhas )?informacoes)?|minhas informacoes(?: pessoais)?|meu cadastro e (?:os )?meus dados)(?: (?:do|da|de|dos) (?:(?:seus?|sua|vosso) )?(?:sistemas?|cadastros?|registros?|bases?|bancos?|empresa)(?: de dados)?)?';
const asksEn =
	'(?:i (?:hereby |formally |am |kindly )?(?:want|request(?:ing)?|demand(?:ing)?|require|would like|wish|ask(?:ing)?)(?: for)? )';
const dataEn = '(?:all )?(?:of )?(?:my|the) (?:personal )?(?:data|information|info)(?: (?:you (?:have|hold) (?:on|about) me|about me))?';
const rightEn = '(?:i (?:want|would like|wish) to exercise|i (?:hereby )?(?:exercise|invoke)|i am exercising|exercise) my right';
const right = `${asks}(?:exercer|exerco) (?:o )?meu direito`;

export const formalSentences = {
	optOut: [
		`${asks}(?:revogar|revogo|retirar|retiro|cancelar) (?:o )?(?:meu )?consentimento(?: (?:para|de|ao|do|a)(?: o)? (?:uso|tratamento|envio|recebimento|receber)(?: (?:de|dos|das) (?:meus dados(?: pessoais)?|mensagens|publicidade|comunicacoes)| mensagens)?)?${byLaw}`,
		`${asks}(?:a )?revogacao d[oe] (?:meu )?consentimento${byLaw}`,
		`(?:(?:eu )?me oponho|oponho me) ao (?:uso|tratamento) (?:de|dos) meus dados(?: pessoais)?${byLaw}`,
		`(?:parem?|deixem? )(?: imediatamente)? ?de (?:usar|tratar|utilizar) (?:os )?meus dados(?: pessoais)?${byLaw}`,
	],
	optOutEn: [
		`(?:${asksEn}to |i (?:hereby )?)?(?:withdraw|revoke)(?:ing)? (?:my )?consent(?: (?:to|for) (?:(?:the )?processing(?: of my (?:personal )?data)?|(?:receive |receiving )?(?:messages|marketing)))?${byLawEn}`,
		`i (?:hereby )?object to (?:the |any )?(?:processing|use) of my (?:personal )?data${byLawEn}`,
	],
	erasure: [
		`${asks}(?:a )?${removal}${now} (?:de )?(?:todos )?(?:os |dos |das )?${data}${byLaw}`,
		`${asks}que (?:(?:voces?|vcs?|a empresa) )?(?:apaguem?|exclua[m]?|deletem?|removam?|eliminem?)${now} (?:todos )?(?:os )?${data}${byLaw}`,
		`${asks}(?:o )?(?:meu )?direito ao esquecimento${byLaw}`,
		`${right} (?:a|de|ao) (?:${removal}|esquecimento)(?: d[eo]s? ${data})?${byLaw}`,
	],
	erasureEn: [
		`${asksEn}(?:the )?(?:immediate |full |permanent )?(?:erasure|deletion|removal) of ${dataEn}${byLawEn}`,
		`${asksEn}(?:that )?you (?:to )?(?:delete|erase|remove) ${dataEn}${byLawEn}`,
		`(?:please )?(?:delete|erase|remove) ${dataEn.replace('(?:my|the)', 'my')}${byLawEn}`,
		`${asksEn}to be forgotten${byLawEn}`,
		`${rightEn} (?:to erasure|to be forgotten|to deletion|of erasure)${byLawEn}`,
	],
	access: [
		`${asks}(?:saber )?(?:quais|que) (?:dados|informacoes)(?: pessoais)? (?:que )?(?:a empresa|voces?|vcs?) (?:tem|guardam?|possuem?|armazenam?) (?:sobre|de) mim${byLaw}`,
		`${asks}(?:o )?(?:acesso|relatorio|copia|relacao)(?: complet[oa])? (?:aos|dos|de todos os|a todos os) ${data}${byLaw}`,
		`${right} de acesso(?: aos ${data})?${byLaw}`,
	],
	accessEn: [
		`${asksEn}(?:access to|a copy of) ${dataEn}${byLawEn}`,
		`${rightEn} of access${byLawEn}`,
		`(?:this is a |${asksEn})?(?:data )?subject access request${byLawEn}`,
	],
} as const;
