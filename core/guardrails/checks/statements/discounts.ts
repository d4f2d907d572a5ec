import type { Span } from '../../policy/sentences';
import { findAll } from './find-all';
import { isRefusedQuote } from './refused-quote';
import type { FoldedText } from './folded-text';
import { DIGITS, END, NUMBER, NUMBER_START, START } from './numbers';

const PERCENT = `(?:${NUMBER} ?(?:%|por ?cento|percent|pct))`;
const MONEY = `(?:(?:r\\$|us\\$|\\$|€|£) ?(?:${NUMBER})|(?:${NUMBER})[ -](?:reais|contos?|pilas?|dolares|euros?|dollars?|bucks?|pounds))`;
const AMOUNT = `(?:${PERCENT}|${MONEY})`;
const DISCOUNT = '(?:(?:des)?contin?ho|descontos?|descontao|abatimentos?|discounts?|rebates?|cashback|redu(?:cao|coes)|reductions?|bonus)';
const ANY = '[^.!?;]{0,40}?';
const LESS =
	'(?:off|marked down|a menos|menos|mais barat[oa]s?|de volta|less|cheaper|back|credit|abaixo|lower|a vista|no pix|no boleto|no debito|no dinheiro|na segunda unidade|segund[oa] (?:unidade|par|item)|next purchase|proxima (?:compra|fatura|mensalidade)|primeira compra|first (?:order|purchase)|at checkout|coupon|cupom|voucher|if you pay|se fechar|se pagar)';
const GIVES =
	'(?:desconta(?:mos)?|abat(?:o|e|er|emos)|tir(?:o|amos|ar)|baix(?:o|a|amos|ar)|reduz(?:o|imos|ir)?|economi(?:za|ze|zar|zando|a de)(?! de energia)|ganh(?:a|e|ar|am)|knock(?: off)?|shave|take|save|saves|saving|lower it by|cut)';

/** `grátis`, for things that usually cost. */
const FREE =
	'(?:gratis|gratuit[oa]s?|de graca|por nossa conta|por minha conta|zero|isent[oa]s?|zerad[oa]s?|cortesia|liberad[oa]s?|free|on us|waived)';
const COSTS = `(?:frete|entrega|envio|instalacao|taxa(?: de [a-z]{1,12})?|matricula|adesao|mensalidade|anuidade|(?:primeir[oa]s?|segund[oa]|terceir[oa]|ultim[oa]) (?:mes|mensalidade|meses|item|par|unidade|parcela)|o (?:segundo|terceiro|quarto)|shipping|delivery|installation|(?:setup|activation|joining|service) fees?|(?:first|second|third|next|last) (?:${NUMBER} )?(?:months?|weeks|one|item|year|pair|week|order)|registration|enrol?lment|sign-?up|inscricao)(?:'s)?`;

const PRICE = '(?:precos?|precinho|valor(?:es)?|mensalidades?|anuidade|tarifas?|prices?|rates?|fees?)';
/** Lowering a price, as sellers do. */
const LOWER =
	"(?:abaix(?:o|amos|ar|aremos|ada|adinha)|baix(?:o|amos|ar|aremos|ada|adinha)|reduz(?:o|imos|ir|iremos)|diminu(?:o|imos|ir|iremos)|melhor(?:o|amos|ar|aremos)|quebr(?:o|ar) (?:um galho )?|(?:i|we|can|could|will|'ll|to) (?:drop|lower|reduce|cut|slash|beat|improve))";

const EXPRESSIONS = [
	`${NUMBER_START}${PERCENT} ?(?:a |de |em |of |no |na |as |in |an? )?(?:${DISCOUNT}|${LESS})${END}`,
	`${NUMBER_START}${PERCENT} (?:[a-z]{1,12} ){0,4}(?:${DISCOUNT}|${LESS})${END}`,
	`${NUMBER_START}${MONEY} ?(?:[a-z]{1,12} ){0,2}(?:${DISCOUNT}|off|a menos|de volta|de credito|back|credit|coupon|cupom|voucher|cheaper|less|mais barat[oa])${END}`,
	`${START}(?:${DISCOUNT}|coupon|cupom|voucher)(?: |:)${ANY}${NUMBER_START}(?:${AMOUNT})`,
	`${START}(?:${LESS})(?! de | than )(?: |:)${ANY}${NUMBER_START}(?:${PERCENT})`,
	`${START}(?:desconto|discount|cupom|abatimento|coupon|voucher) (?:e )?(?:de|of|for)? ?(?:${NUMBER})(?![a-z\\d%])`,
	`${START}(?:dou|dar|damos|daremos|faco|fazer|give|giving|offer|bring (?:it|that|this|the price) down by|lower (?:it|that|this|the price) by|drop (?:it|that|the price) by|baixar|tirar|caiu|reduzo) (?:[a-z]{1,10} ){0,3}?(?:${PERCENT})(?! (?:de certeza|do esforco|of (?:my|our|the) (?:effort|attention)))`,
	`${START}${GIVES} (?:[a-z]{1,12} ){0,4}?(?:up to |ate )?(?:${AMOUNT})`,
	`${START}(?:promocao|promocional|liquidacao|saldao|oferta|special offer|sale|promo)${END}${ANY}${PERCENT}`,
	`${NUMBER_START}${PERCENT} (?:[a-z]{1,12} ){0,3}(?:do valor|do preco|of the price|of the value|the price)`,
	`${START}(?:com|faco (?:com|por)|with) (?:uns |so )?${PERCENT}(?= (?:se|para|pra|if|for|a menos|de desc))`,
	`${NUMBER_START}(?:${NUMBER}) (?:dollars? |reais )?off${END}`,
	`${START}(?:metade|um (?:quarto|terco)|1/[2-5]) d[oe] (?:preco|valor)`,
	`${START}(?:cai|caiu|baixa|baixou|reduz|reduzimos|drops?|falls?) (?:para|pra|a|to|by) (?:a )?(?:metade|half)`,
	`${START}(?:half|a quarter|a third|one third|one quarter)(?:[- ](?:price|off)| (?:of )?the (?:[a-z]{1,10} )?price|-priced| off)`,
	`${START}(?:meia[- ]entrada|paga(?:m)? (?:so |apenas )?(?:a )?(?:meia|metade))${END}`,
	`${START}(?:pay|pays) (?:only )?(?:half|${PERCENT} less)`,
	// Two for one.
	`${START}(?:get|buy|take) (?:${NUMBER}),? (?:and )?(?:only )?pay for (?:${NUMBER})`,
	`${START}(?:leve|leva|compre|compra|compr(?:e|ando)|ganhe|pague|paga) (?:so )?(?:${NUMBER})(?:,| e| ou)? (?:e )?(?:so )?(?:leve|leva|pague|paga|ganhe|ganha)(?: (?:so |outr[oa]|mais|${NUMBER}))`,
	`${START}(?:${NUMBER}) (?:por|pelo preco de|for|for the price of) (?:um|uma|one|dois|duas|two|1|2|3|4)(?= ?(?:[.,;!?)]|$)| (?:n[oa]s?|on|em|tickets|ingressos|today|hoje|all))`,
	`${START}(?:${NUMBER}) (?:for the price of|pelo preco de) (?:${NUMBER})`,
	`${NUMBER_START}[2-5] ?(?:x|-?for-?) ?[1-4](?= (?:n[oa]s?|em|on|tickets|deal|hoje|today|promo)|[.,!]|$)`,
	`${START}promocao de (?:${NUMBER}) por (?:${NUMBER})`,
	`${START}(?:bogo|buy (?:${NUMBER}),? (?:and )?get|get (?:one|two|1|2|${NUMBER})(?: [a-z]{1,10})? free|buy two,? get)`,
	// Things that usually cost, for free.
	`${START}${COSTS}(?: (?:e|eh|sai|fica|esta|ta|vai ser|sera|is|are|comes|ships|totalmente|completamente|for)){0,2}(?: [a-z]{1,10}){0,2}? ${FREE}${END}`,
	`${START}(?:sai|fica|saem|paga|custa|por|vai) (?:so |apenas )?(?:pel)?a metade(?! d[ao] (?:caminho|turma|tempo))`,
	`${START}(?:vai|vem|leva|ganha|ganhe|sai|inclu\\w{1,4}|de) (?:[a-z]{1,12} ){0,3}(?:de |um |o )?brinde${END}(?! d[ao] festa)`,
	`${START}(?:on the house|free gift|throw (?:it |that |one )?in(?: for free)?|won't charge (?:you )?(?:for )?(?:the |any )?(?:[a-z]{1,12} )?(?:fees?|shipping|delivery|installation))${END}`,
	`${START}free (?:shipping|delivery|installation|months?|year|setup|returns shipping)`,
	`${START}(?:${NUMBER}) (?:mes|meses|mensalidades|semanas|months?|weeks?) (?:gratis|de graca|gratuit[oa]s|free)`,
	`${START}ship it (?:to you )?for free`,
	`${START}(?:is|are|sai|saem|fica|e|sao) (?:on us|complimentary|na faixa)${END}`,
	`${START}(?:drop|skip|remove|cut) (?:the |your |any )(?:[a-z]{1,14} ){0,2}(?:fees?|charges?)${END}`,
	`${START}(?:tudo|loja (?:toda|inteira)|everything|all items) (?:esta |ta |is |are )?(?:em (?:promocao|liquidacao|oferta)|on sale)${END}`,
	`${START}(?:jeitinho|jeito|ajuste|desconto) n[oa]s? ${PRICE}${END}`,
	`${START}beat (?:it|them|that|any (?:price|offer|quote)) by (?:${AMOUNT})`,
	`${START}(?:isent(?:o|amos|a|ar|aremos)|tir(?:o|amos)|cort(?:o|amos)|zer(?:o|amos)|nao (?:vou |vamos |irei )?cobr(?:o|amos|aremos|ar)) (?:voce |para voce )?(?:d?[ao]s? )?(?:valor d[ao] )?(?:taxa|matricula|frete|adesao|mensalidade|anuidade|entrega|instalacao)`,
	`${START}waiv(?:e|ing) (?:the |your |any |all )?(?:[a-z]{1,14} ){0,2}(?:fees?|charges?|costs?)${END}`,
	`${START}(?:waiv(?:e|ing)|no) (?:the |your |any )?(?:setup|activation|joining|enrollment|service|delivery|shipping) fees?(?: for you| today)?`,
	// From one price to a lower one.
	`${START}(?:de|era|estava|antes|baixamos de|caiu de|dropped from|down from|reduced from) (?:por )?(?:r\\$ ?)?(?:${DIGITS})(?: reais)?(?:,| e)? (?:por|agora(?: e| por)?|para|hoje(?: e| por)?) (?:so |apenas )?(?:r\\$ ?)?(?:${DIGITS})(?= ?(?:[.,;!?)]|$)| reais| (?:so hoje|apenas hoje|only|se|hoje|a vista|no pix))`,
	`${START}(?:was|were|down from|instead of|from|dropped) (?:[$€£]) ?(?:${DIGITS})`,
	// Codes to redeem.
	`${START}(?:(?:use|usa|usando|aplique|digite|insira|com|with|apply|enter) (?:o |a |the |this |seu |your )?(?:cupom|codigo|coupon|code|promo code|voucher)|(?:seu |your |um |a )?(?:cupom|coupon|voucher|promo code|codigo promocional|code for you|codigo para voce)(?: (?:e|is|para voce|for you|de desconto|to your account|to you)){0,3}:?) (?:@@)`,
	`${START}(?:te dou|dou|ganha|ganhe|libero|liberar|liberei|envio|enviar|segue|aqui esta|mando|tenho|temos|here is|here's|i've added|have|get|added|sending you) (?:[a-z\\d]{1,8}[ -]){0,4}?(?:cupom|coupon|voucher)(?! fiscal)`,
	// A discount or a sale without an amount.
	`${START}(?:(?:posso|podemos|consigo|conseguimos|vou|vamos|can|will|i'll|we'll|could) (?:te |lhe |you )?(?:dar|fazer|aplicar|oferecer|conceder|liberar|arrumar|conseguir|offer|give|apply|do|get)?|dou|damos|te dou|faco|fazemos|oferec(?:o|emos)|aplic(?:o|amos)|concedemos|liber(?:o|amos)|garant(?:o|imos)|tenho|temos|ha|voce tem|voce ganha|ganha|ganhe|recebe|aproveite|consigo|i have|we have|we offer|we're offering|there is|there's|enjoy|get|you get|you have|you qualify for|eligible for|applied) (?:para voce |pra voce |you |sim |hoje )?(?:um |uma |uns |a |an |some |the )?(?:[a-z]{1,12} ){0,3}?(?:descontos?|descontinhos?|discounts?|precinho|condicao especial|preco especial|valor especial|special (?:price|deal|rate|offer))(?! policy)(?=[ .,!;:]|$)`,
	`${START}(?:esta|ta|estao|em|on|is|are) (?:em promocao|em liquidacao|em oferta|on sale)${END}`,
	`${START}(?:a )?${PERCENT} (?:discount|reduction) applies`,
	`${START}(?:${LOWER} (?:(?:um pouco|um pouquinho|mais|ainda|a (?:bit|little)|even|bem) ){0,2}(?:n?[oa]s?|d[oa]s?|ess[ea]|est[ea]|sua|seu|the|your|this|that) (?:[a-z]{1,12} )?${PRICE}|(?:lower|bring) (?:the|your|this|that) ${PRICE} down)${END}`,
	`${START}(?:${PRICE} (?:menor(?:es)?|mais baix[oa]s?|mais em conta|melhor(?:es)?|especia(?:l|is)|promociona(?:l|is)|reduzid[oa]s?|camarada)(?! (?:do )?que)|(?:better|lower|reduced|discounted|promotional|special|sale) (?:${PRICE}|deals?|plans?|items)(?! than))${END}`,
	`${START}(?:(?:special|exclusive|extra|big|huge|great|nice|member|loyalty|volume|bulk|student|senior|group|cash|early[- ]bird|new customer) discounts?|descont(?:o|ao|inho)s? (?:especia(?:l|is)|exclusiv[oa]s?|imperdive(?:l|is)|progressiv[oa]s?|extra|bo[mn]s?|otim[oa]s?)|(?:com|with|at) (?:(?:um|uma|a|an|super|bom|otimo|belo|nice|great|big) ){0,2}(?:descontos?|descontinho|descontao|discount))${END}`,
	`${START}(?:(?:tem|temos|ha|rolando|estamos com|there's|there is|we have|having) (?:(?:um|uma|umas|a|an|super|mega|grande|nossa|our|big|special) ){0,2}(?:promocao|promocoes|promo|descontao|liquidacao|saldao|promotions?|sale)|(?:it|that|he|she|this)'s on sale)${END}`,
	`${START}(?:sai|saindo|sairia|fica|ficaria|faco|fazemos|deixo|deixamos) (?:bem |muito |um pouco )?mais (?:barat[oa]|em conta)|${START}(?:it's|it is|it'll be|it will be|make it|comes out|works out) (?:a (?:bit|little) |much |even )?cheaper(?! than)`,
	`${START}(?:sem (?:taxa|custo) de|no|without|zero) (?:the |any )?(?:matricula|adesao|instalacao|entrega|inscricao|(?:enrol?lment|registration|sign-?up|membership|installation|cancellation) fees?)${END}`,
];
/** A code in capitals; detected before the case is folded. */
const CODE = /(?<![A-Za-z\d])(?=[A-Z\d]{0,20}[A-Z])[A-Z][A-Z\d]{3,19}(?![A-Za-z\d])/g;
const EXPRESSION = new RegExp(EXPRESSIONS.join('|'), 'g');

const NEGATION =
	/(?<![a-z])(?:nao|nunca|nem|sem|nenhum[a]?|tampouco|not|never|without|neither|nor|cannot|can't|cant|don't|dont|doesn't|won't|isn't|aren't|unable|no longer|n't)(?: [a-z']{1,14}){0,5} ?$|(?<![a-z])no (?:(?:such|special|extra|further|additional|current|other) )?$/;
const NOT_FREE = /(?<![a-z])(?:nao (?:\w{2,5} )?cobr\w{1,5}|won't charge|no (?:setup|activation|joining|service|shipping|delivery) fees?)/;
const NONE = /(?<![a-z])no (?:[a-z]{1,12} )?(?:discounts?|coupons?|promotions?|reductions?|rebates?)/;
/** Speaks about discounts without giving one. */
const ABOUT =
	/(?<![a-z])(?:depend\w{0,3}|politica|regras?|policy|verificar|consultar|checar|perguntar|pergunte|saber|sobre (?:os )?(?:desconto|promoc)|about discounts|check(?:ing)? (?:if|whether|for)|ask|gerente|consultor|vendedor|manager|supervisor|acabou|acabaram|terminou|encerr\w{1,5}|expir\w{1,4}|ended|is over|expired|see if|find out|can't be combined|cupom fiscal|juros|interest|quer saber|gostaria de saber|would you like to know|lucro|profit|consumo|agua|water|energia|plastico)(?![a-z])/;

/** Finds the discounts, promotions and free fees in one sentence. */
export function findDiscounts({ text: written, cased }: FoldedText): Span[] {
	const text = withCodes(written, cased);
	if (ABOUT.test(text) || isRefusedQuote(text)) return [];
	const asks = /\?[^a-z\d]{0,4}$/.test(text) && /(?:voce tem|tem um|have a|do you|quer |gostaria|would you|is there|ha algum)/.test(text);
	return findAll(EXPRESSION, text).filter(
		({ start, end }) =>
			!asks &&
			!NONE.test(text.slice(start, end)) &&
			(NOT_FREE.test(text.slice(start, end)) || !NEGATION.test(text.slice(Math.max(0, start - 60), start))),
	);
}

/** Replaces codes with `@@` of the same length. */
function withCodes(text: string, cased: string): string {
	let result = text;
	for (const { start, end } of findAll(CODE, cased)) {
		if (!/\d/.test(cased.slice(start, end)) && end - start < 5) continue;
		result = `${result.slice(0, start)}@@${'_'.repeat(Math.max(0, end - start - 2))}${result.slice(end)}`;
	}
	return result;
}
