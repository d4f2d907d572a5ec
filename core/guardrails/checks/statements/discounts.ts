import type { Span } from '../../policy/sentences';
import { findAll } from './find-all';
import { isRefusedQuote } from './refused-quote';
import type { FoldedText } from './folded-text';
import { digits, end, number, numberStart, start } from './numbers';

const percent = `(?:${number} ?(?:%|por ?cento|percent|pct))`;
const money = `(?:(?:r\\$|us\\$|\\$|€|£) ?(?:${number})|(?:${number})[ -](?:reais|contos?|pilas?|dolares|euros?|dollars?|bucks?|pounds))`;
const amount = `(?:${percent}|${money})`;
const discount = '(?:(?:des)?contin?ho|descontos?|descontao|abatimentos?|discounts?|rebates?|cashback|redu(?:cao|coes)|reductions?|bonus)';
const any = '[^.!?;]{0,40}?';
const less =
	'(?:off|marked down|a menos|menos|mais barat[oa]s?|de volta|less|cheaper|back|credit|abaixo|lower|a vista|no pix|no boleto|no debito|no dinheiro|na segunda unidade|segund[oa] (?:unidade|par|item)|next purchase|proxima (?:compra|fatura|mensalidade)|primeira compra|first (?:order|purchase)|at checkout|coupon|cupom|voucher|if you pay|se fechar|se pagar)';
const gives =
	'(?:desconta(?:mos)?|abat(?:o|e|er|emos)|tir(?:o|amos|ar)|baix(?:o|a|amos|ar)|reduz(?:o|imos|ir)?|economi(?:za|ze|zar|zando|a de)(?! de energia)|ganh(?:a|e|ar|am)|knock(?: off)?|shave|take|save|saves|saving|lower it by|cut)';

const free =
	'(?:gratis|gratuit[oa]s?|de graca|por nossa conta|por minha conta|zero|isent[oa]s?|zerad[oa]s?|cortesia|liberad[oa]s?|free|on us|waived)';
const costs = `(?:frete|entrega|envio|instalacao|taxa(?: de [a-z]{1,12})?|matricula|adesao|mensalidade|anuidade|(?:primeir[oa]s?|segund[oa]|terceir[oa]|ultim[oa]) (?:mes|mensalidade|meses|item|par|unidade|parcela)|o (?:segundo|terceiro|quarto)|shipping|delivery|installation|(?:setup|activation|joining|service) fees?|(?:first|second|third|next|last) (?:${number} )?(?:months?|weeks|one|item|year|pair|week|order)|registration|enrol?lment|sign-?up|inscricao)(?:'s)?`;

const price = '(?:precos?|precinho|valor(?:es)?|mensalidades?|anuidade|tarifas?|prices?|rates?|fees?)';
const lower =
	"(?:abaix(?:o|amos|ar|aremos|ada|adinha)|baix(?:o|amos|ar|aremos|ada|adinha)|reduz(?:o|imos|ir|iremos)|diminu(?:o|imos|ir|iremos)|melhor(?:o|amos|ar|aremos)|quebr(?:o|ar) (?:um galho )?|(?:i|we|can|could|will|'ll|to) (?:drop|lower|reduce|cut|slash|beat|improve))";

const expressions = [
	`${numberStart}${percent} ?(?:a |de |em |of |no |na |as |in |an? )?(?:${discount}|${less})${end}`,
	`${numberStart}${percent} (?:[a-z]{1,12} ){0,4}(?:${discount}|${less})${end}`,
	`${numberStart}${money} ?(?:[a-z]{1,12} ){0,2}(?:${discount}|off|a menos|de volta|de credito|back|credit|coupon|cupom|voucher|cheaper|less|mais barat[oa])${end}`,
	`${start}(?:${discount}|coupon|cupom|voucher)(?: |:)${any}${numberStart}(?:${amount})`,
	`${start}(?:${less})(?! de | than )(?: |:)${any}${numberStart}(?:${percent})`,
	`${start}(?:desconto|discount|cupom|abatimento|coupon|voucher) (?:e )?(?:de|of|for)? ?(?:${number})(?![a-z\\d%])`,
	`${start}(?:dou|dar|damos|daremos|faco|fazer|give|giving|offer|bring (?:it|that|this|the price) down by|lower (?:it|that|this|the price) by|drop (?:it|that|the price) by|baixar|tirar|caiu|reduzo) (?:[a-z]{1,10} ){0,3}?(?:${percent})(?! (?:de certeza|do esforco|of (?:my|our|the) (?:effort|attention)))`,
	`${start}${gives} (?:[a-z]{1,12} ){0,4}?(?:up to |ate )?(?:${amount})`,
	`${start}(?:promocao|promocional|liquidacao|saldao|oferta|special offer|sale|promo)${end}${any}${percent}`,
	`${numberStart}${percent} (?:[a-z]{1,12} ){0,3}(?:do valor|do preco|of the price|of the value|the price)`,
	`${start}(?:com|faco (?:com|por)|with) (?:uns |so )?${percent}(?= (?:se|para|pra|if|for|a menos|de desc))`,
	`${numberStart}(?:${number}) (?:dollars? |reais )?off${end}`,
	`${start}(?:metade|um (?:quarto|terco)|1/[2-5]) d[oe] (?:preco|valor)`,
	`${start}(?:cai|caiu|baixa|baixou|reduz|reduzimos|drops?|falls?) (?:para|pra|a|to|by) (?:a )?(?:metade|half)`,
	`${start}(?:half|a quarter|a third|one third|one quarter)(?:[- ](?:price|off)| (?:of )?the (?:[a-z]{1,10} )?price|-priced| off)`,
	`${start}(?:meia[- ]entrada|paga(?:m)? (?:so |apenas )?(?:a )?(?:meia|metade))${end}`,
	`${start}(?:pay|pays) (?:only )?(?:half|${percent} less)`,
	`${start}(?:get|buy|take) (?:${number}),? (?:and )?(?:only )?pay for (?:${number})`,
	`${start}(?:leve|leva|compre|compra|compr(?:e|ando)|ganhe|pague|paga) (?:so )?(?:${number})(?:,| e| ou)? (?:e )?(?:so )?(?:leve|leva|pague|paga|ganhe|ganha)(?: (?:so |outr[oa]|mais|${number}))`,
	`${start}(?:${number}) (?:por|pelo preco de|for|for the price of) (?:um|uma|one|dois|duas|two|1|2|3|4)(?= ?(?:[.,;!?)]|$)| (?:n[oa]s?|on|em|tickets|ingressos|today|hoje|all))`,
	`${start}(?:${number}) (?:for the price of|pelo preco de) (?:${number})`,
	`${numberStart}[2-5] ?(?:x|-?for-?) ?[1-4](?= (?:n[oa]s?|em|on|tickets|deal|hoje|today|promo)|[.,!]|$)`,
	`${start}promocao de (?:${number}) por (?:${number})`,
	`${start}(?:bogo|buy (?:${number}),? (?:and )?get|get (?:one|two|1|2|${number})(?: [a-z]{1,10})? free|buy two,? get)`,
	`${start}${costs}(?: (?:e|eh|sai|fica|esta|ta|vai ser|sera|is|are|comes|ships|totalmente|completamente|for)){0,2}(?: [a-z]{1,10}){0,2}? ${free}${end}`,
	`${start}(?:sai|fica|saem|paga|custa|por|vai) (?:so |apenas )?(?:pel)?a metade(?! d[ao] (?:caminho|turma|tempo))`,
	`${start}(?:vai|vem|leva|ganha|ganhe|sai|inclu\\w{1,4}|de) (?:[a-z]{1,12} ){0,3}(?:de |um |o )?brinde${end}(?! d[ao] festa)`,
	`${start}(?:on the house|free gift|throw (?:it |that |one )?in(?: for free)?|won't charge (?:you )?(?:for )?(?:the |any )?(?:[a-z]{1,12} )?(?:fees?|shipping|delivery|installation))${end}`,
	`${start}free (?:shipping|delivery|installation|months?|year|setup|returns shipping)`,
	`${start}(?:${number}) (?:mes|meses|mensalidades|semanas|months?|weeks?) (?:gratis|de graca|gratuit[oa]s|free)`,
	`${start}ship it (?:to you )?for free`,
	`${start}(?:is|are|sai|saem|fica|e|sao) (?:on us|complimentary|na faixa(?! (?:d[eoa]s?|entre)${end}))${end}`,
	`${start}(?:drop|skip|remove|cut) (?:the |your |any )(?:[a-z]{1,14} ){0,2}(?:fees?|charges?)${end}`,
	`${start}(?:tudo|loja (?:toda|inteira)|everything|all items) (?:esta |ta |is |are )?(?:em (?:promocao|liquidacao|oferta)|on sale)${end}`,
	`${start}(?:jeitinho|jeito|ajuste|desconto) n[oa]s? ${price}${end}`,
	`${start}(?:abat(?:o|e|emos|er)|descont(?:o|a|amos|ar)) (?:para voce |pra voce )?(?:uma (?:boa )?parte|um (?:pouco|pouquinho|tanto|valor|bom valor)|uns? (?:troc|reai)[a-z]{1,5})(?: d[oe](?: valor| preco| total)?)?(?= ?(?:[.,;!)]|$)| (?:para|pra|no pix|se|a vista))`,
	`${start}beat (?:it|them|that|any (?:price|offer|quote)) by (?:${amount})`,
	`${start}(?:isent(?:o|amos|a|ar|aremos)|tir(?:o|amos)|cort(?:o|amos)|zer(?:o|amos)|nao (?:vou |vamos |irei )?cobr(?:o|amos|aremos|ar)) (?:voce |para voce )?(?:d?[ao]s? )?(?:valor d[ao] )?(?:taxa|matricula|frete|adesao|mensalidade|anuidade|entrega|instalacao)`,
	`${start}waiv(?:e|ing) (?:the |your |any |all )?(?:[a-z]{1,14} ){0,2}(?:fees?|charges?|costs?)${end}`,
	`${start}(?:waiv(?:e|ing)|no) (?:the |your |any )?(?:setup|activation|joining|enrollment|service|delivery|shipping) fees?(?: for you| today)?`,
	`${start}(?:de|era|estava|antes|baixamos de|caiu de|dropped from|down from|reduced from) (?:por )?(?:r\\$ ?)?(?:${digits})(?: reais)?(?:,| e)? (?:por|agora(?: e| por)?|para|hoje(?: e| por)?) (?:so |apenas )?(?:r\\$ ?)?(?:${digits})(?= ?(?:[.,;!?)]|$)| reais| (?:so hoje|apenas hoje|only|se|hoje|a vista|no pix))`,
	`${start}(?:was|were|down from|instead of|from|dropped) (?:[$€£]) ?(?:${digits})`,
	`${start}(?:(?:use|usa|usando|aplique|digite|insira|com|with|apply|enter) (?:o |a |the |this |seu |your )?(?:cupom|codigo|coupon|code|promo code|voucher)|(?:seu |your |um |a )?(?:cupom|coupon|voucher|promo code|codigo promocional|code for you|codigo para voce)(?: (?:e|is|para voce|for you|de desconto|to your account|to you)){0,3}:?) (?:@@)`,
	`${start}(?:te dou|dou|ganha|ganhe|libero|liberar|liberei|envio|enviar|segue|aqui esta|mando|tenho|temos|here is|here's|i've added|have|get|added|sending you) (?:[a-z\\d]{1,8}[ -]){0,4}?(?:cupom|coupon|voucher)(?! fiscal)`,
	`${start}(?:(?:posso|podemos|consigo|conseguimos|vou|vamos|can|will|i'll|we'll|could) (?:te |lhe |you )?(?:dar|fazer|aplicar|oferecer|conceder|liberar|arrumar|conseguir|offer|give|apply|do|get)?|dou|damos|te dou|faco|fazemos|oferec(?:o|emos)|aplic(?:o|amos)|concedemos|liber(?:o|amos)|garant(?:o|imos)|tenho|temos|ha|voce tem|voce ganha|ganha|ganhe|recebe|aproveite|consigo|i have|we have|we offer|we're offering|there is|there's|enjoy|get|you get|you have|you qualify for|eligible for|applied) (?:para voce |pra voce |you |sim |hoje )?(?:um |uma |uns |a |an |some |the )?(?:[a-z]{1,12} ){0,3}?(?:descontos?|descontinhos?|discounts?|precinho|condicao especial|preco especial|valor especial|special (?:price|deal|rate|offer))(?! policy)(?=[ .,!;:]|$)`,
	`${start}(?:esta|ta|estao|em|on|is|are) (?:em promocao|em liquidacao|em oferta|on sale)${end}`,
	`${start}(?:a )?${percent} (?:discount|reduction) applies`,
	`${start}(?:${lower} (?:(?:um pouco|um pouquinho|mais|ainda|a (?:bit|little)|even|bem) ){0,2}(?:n?[oa]s?|d[oa]s?|ess[ea]|est[ea]|sua|seu|the|your|this|that) (?:[a-z]{1,12} )?${price}|(?:lower|bring) (?:the|your|this|that) ${price} down)${end}`,
	`${start}(?:${price} (?:menor(?:es)?|mais baix[oa]s?|mais em conta|melhor(?:es)?|especia(?:l|is)|promociona(?:l|is)|reduzid[oa]s?|camarada)(?! (?:do )?que)|(?:better|lower|reduced|discounted|promotional|special|sale) (?:${price}|deals?|plans?|items)(?! than))${end}`,
	`${start}(?:(?:special|exclusive|extra|big|huge|great|nice|member|loyalty|volume|bulk|student|senior|group|cash|early[- ]bird|new customer) discounts?|descont(?:o|ao|inho)s? (?:especia(?:l|is)|exclusiv[oa]s?|imperdive(?:l|is)|progressiv[oa]s?|extra|bo[mn]s?|otim[oa]s?)|(?:com|with|at) (?:(?:um|uma|a|an|super|bom|otimo|belo|nice|great|big) ){0,2}(?:descontos?|descontinho|descontao|discount))${end}`,
	`${start}(?:(?:tem|temos|ha|rolando|estamos com|there's|there is|we have|having) (?:(?:um|uma|umas|a|an|super|mega|grande|nossa|our|big|special) ){0,2}(?:promocao|promocoes|promo|descontao|liquidacao|saldao|promotions?|sale)|(?:it|that|he|she|this)'s on sale)${end}`,
	`${start}(?:sai|saindo|sairia|fica|ficaria|faco|fazemos|deixo|deixamos) (?:bem |muito |um pouco )?mais (?:barat[oa]|em conta)|${start}(?:it's|it is|it'll be|it will be|make it|comes out|works out) (?:a (?:bit|little) |much |even )?cheaper(?! than)`,
	`${start}(?:sem (?:taxa|custo) de|no|without|zero) (?:the |any )?(?:matricula|adesao|instalacao|entrega|inscricao|(?:enrol?lment|registration|sign-?up|membership|installation|cancellation) fees?)${end}`,
];
/** Uppercase codes; detected before folding. */
const code = /(?<![A-Za-z\d])(?=[A-Z\d]{0,20}[A-Z])[A-Z][A-Z\d]{3,19}(?![A-Za-z\d])/g;
const expression = new RegExp(expressions.join('|'), 'g');

const negation =
	/(?<![a-z])(?:nao|nunca|nem|sem|nenhum[a]?|tampouco|not|never|without|neither|nor|cannot|can't|cant|don't|dont|doesn't|won't|isn't|aren't|unable|no longer|n't)(?: [a-z']{1,14}){0,5} ?$|(?<![a-z])no (?:(?:such|special|extra|further|additional|current|other) )?$/;
const notFree = /(?<![a-z])(?:nao (?:\w{2,5} )?cobr\w{1,5}|won't charge|no (?:setup|activation|joining|service|shipping|delivery) fees?)/;
const none = /(?<![a-z])no (?:[a-z]{1,12} )?(?:discounts?|coupons?|promotions?|reductions?|rebates?)/;
const about =
	/(?<![a-z])(?:depend\w{0,3}|politica|regras?|policy|verificar|consultar|checar|perguntar|pergunte|saber|sobre (?:os )?(?:desconto|promoc)|about discounts|check(?:ing)? (?:if|whether|for)|ask|gerente|consultor|vendedor|manager|supervisor|acabou|acabaram|terminou|encerr\w{1,5}|expir\w{1,4}|ended|is over|expired|see if|find out|can't be combined|cupom fiscal|juros|interest|quer saber|gostaria de saber|would you like to know|lucro|profit|consumo|agua|water|energia|plastico)(?![a-z])/;

export function findDiscounts({ text: written, cased }: FoldedText): Span[] {
	const text = withCodes(written, cased);
	if (about.test(text) || isRefusedQuote(text)) return [];
	const asks = /\?[^a-z\d]{0,4}$/.test(text) && /(?:voce tem|tem um|have a|do you|quer |gostaria|would you|is there|ha algum)/.test(text);
	return findAll(expression, text).filter(
		({ start, end }) =>
			!asks &&
			!none.test(text.slice(start, end)) &&
			(notFree.test(text.slice(start, end)) || !negation.test(text.slice(Math.max(0, start - 60), start))),
	);
}

function withCodes(text: string, cased: string): string {
	let result = text;
	for (const { start, end } of findAll(code, cased)) {
		if (!/\d/.test(cased.slice(start, end)) && end - start < 5) continue;
		result = `${result.slice(0, start)}@@${'_'.repeat(Math.max(0, end - start - 2))}${result.slice(end)}`;
	}
	return result;
}
