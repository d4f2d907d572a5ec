import type { Span } from '../../policy/sentences';
import { isRefusedQuote } from './refused-quote';
import { findAll } from './find-all';
import type { FoldedText } from './folded-text';
import { speltHundreds, speltThousands, digits, end, number, numberStart, spelling, start } from './numbers';

const sign = '(?:r\\$|u\\$s|us\\$|[acn]z?\\$|\\$|€|£|¥|₹)';
const code = '(?:brl|usd|eur|gbp|cad|aud|chf|jpy|rs)';
const money =
	'(?:reais|contos?(?! de)|pilas?|paus|mangos|pratas|dolares|dolar|euros?|libras|centavos|dollars?|bucks?|quid|pounds|cents?|pence|brl|usd|eur|gbp|cad|aud)';
/** Excludes `os reais motivos` and pounds of weight. */
const realThings = '(?! (?:motivos|problemas|interesses|necessidades|causas|razoes|objetivos|beneficios|chances|valores|desafios|amigos))';
const weights =
	/(?<![a-z])(?:los[et]|losing|lost|gain\w{0,3}|weigh\w{0,3}|weight|heavy|lift\w{0,3}|lb|lbs|pes[ao]\w{0,2}|emagrec\w{0,5}|perd\w{1,4})(?![a-z])/;
const pounds = /(?:pounds|libras)$/;

/** A bare number is an amount only with a fitting continuation. */
const behindAmount =
	'(?= ?(?:[.,;:!?)*"\']|$)| (?:a|o|os|ao|aos|as|por|pela|pelo|cada|no|na|nos|nas|para|pra|com|sem|em|e|ou|mas|mais|ja|inteira|total|tudo|mensais|mensal|por|reais|parcelad[oa]|each|apiece|per|an|for|with|without|plus|total|only|in|on|and|or|but|including|monthly|yearly|upfront|all|cada|conforme|dependendo|hoje)(?![a-z\\d])| ?/ ?[a-z]| - )';
const about =
	'(?:(?:e|eh|esta|ta|fica|sai|de|em|por|a|ao|apenas|so|somente|uns|umas|cerca de|em torno de|torno de|aproximadamente|mais ou menos|na faixa d[eoa]s?|na casa d[eoa]s?|a partir de|partir de|no maximo|no minimo|ate|entre|tudo|cada|hoje|agora|atualmente|ele|ela|menos|mais|is|are|at|for|only|just|about|around|roughly|approximately|you|from|up to|under|over|between|exactly|to|starting|an extra|us) ){0,5}';
const priceVerb =
	'(?:cust(?:a|am|ou|aria|ara|ando|ar|e)|vale(?:m|ndo)?|cobr(?:o|a|am|amos|ado|amos)|(?:esta |ta |estao |tao )?(?:sai|saindo|saem|sairia|saiu|vai sair)(?= (?:por|a|uns|tudo|so|apenas|\\d)(?! volta| partir d[ao]s| (?:as|os)))|fica(?:ria|m|ndo)?(?= (?:por|em|uns|so|apenas|tudo|\\d))|ficou|vai ficar|ficara|(?:voce |vc )?pag(?:a|aria|ar|o|ue|amos)|faco|fazemos|fecho|vend[oe](?:mos)?|(?:a|para) venda|da(?:o|ria|riam)?(?= (?:uns|umas|mais ou menos|cerca de|em torno de))|deu|costs?|cost(?: you)?|costing|charges?|charging|sells? for|selling for|goes for|going for|retails? (?:for|at)|runs (?:about|around)|pay(?:ing)?|priced at|comes? to|fech(?:ou|a|amos|o)(?= (?:por|em))|do it for|fazer por|make it|ped(?:e|em|iu|iram|imos)|asks?(?:ing)?(?: for)?|gast(?:a|ar|ou|aria|o)|desembols(?:a|ar|aria)|spend(?:ing)?|invest(?:e|ir|indo)|set you back|let it go for|yours for|give it to you for)';
const priceNoun =
	'(?:valor(?:es)?|precos?|precinho|mensalidade|anuidade|diaria|custo|frete|orcamento|investimento|ingresso|entrada|passagem|aluguel|honorarios|parcelas?|prestac(?:ao|oes)|sinal|tarifa|cache|consulta|price(?! of \\d)|pricing|fee|rate|quote|cost|total(?! (?:de|of|number|amount) )|subtotal|rent|deposit|fare|subscription|bill)';
const words = '(?: [a-z²]{1,14}){0,4}?';
/** `em torno de`, `na casa dos`, `uns`: before thousands they mean money, unless things are counted. */
const roughly =
	'(?:(?:em )?torno d[eoa]s?|por volta d[eoa]s?|na (?:casa|faixa) d[eoa]s?|perto d[eoa]s?|cerca de|mais ou menos|aproximadamente|uns|umas|beira(?:m|ndo)?(?: os)?|(?:ali )?pelos|passa(?:m|ndo)?(?: um pouco)? d[eoa]s?|nao (?:chega a|passa de)|chega(?:m|ndo)? a|abaixo de|acima de|entre|em media|coisa de|vai de|varia de|comeca(?:m|ndo)? (?:em|com|nos)|a partir d[eoa]s?|in the range of|somewhere (?:between|around)|around|about|roughly|approximately|close to|starts at|starting at|between)';
const thousands = `(?:${digits} ?(?:mil|k|mi|milhao|milhoes|thousand)(?![a-z])|${spelling}(?<=mil|milhao|milhoes))`;
/** `em até 10x`, `12 vezes`, `dez parcelas`. */
const times = `(?:\\d{1,3} ?(?:x|vezes|parcelas?|prestacoes)|${spelling} (?:vezes|parcelas|prestacoes))(?![a-z])(?! (?:por|ao|a|na|no) (?:dia|semana|mes|ano|turno|minuto|hora))`;
const is =
	'(?: (?:e|eh|esta|ta|fica|sai|sera|seria|ficou|deu|foi|is|are|was|would be|will be|comes to|starts at|start at|starts from)|:| -|=)';

const expressions = [
	`${sign}\\s{0,3}(?:${number})`,
	`${start}${code}[.:]?\\s{0,2}${digits}`,
	`${numberStart}${number}(?: ?e meio| and a half)?(?: de)? ?${money}${end}${realThings}`,
	`${numberStart}${digits} ?[€£$¢]`,
	`${numberStart}(?:${digits}|${spelling}) grand(?![a-z])(?! (?:pianos?|slams?|opening|prix|canyon))`,
	`${start}(?:1|um) real(?=[.,;!?]|$| (?:por|cada|a|o|e|no|na|de desconto))`,
	`${numberStart}\\d{1,3} ?(?:x|vezes) (?:iguais |fixas )?(?:de|sem juros de) (?:so |apenas )?(?:${number})`,
	`${numberStart}(?:${number}) (?:parcelas?|vezes|prestac(?:ao|oes)|mensalidades?|(?:monthly |weekly |equal )?(?:payments|installments|instalments))(?: iguais| mensais| fixas)? (?:de|of|at) (?:so |apenas |only )?(?:${number})`,
	// Without an amount: `10x sem juros`, `dividimos em 6 vezes`.
	`${numberStart}${times} (?:iguais|fixas|mensais|(?:sem|com) (?:juros|acrescimo|entrada)|(?:no|em|pelo) (?:cartao|boleto|bndes|finame|credito))${end}`,
	`${start}(?:parcel(?:o|a|amos|ado|ados|ada|adas|ar|e)|divid(?:o|e|imos|ido|ida|ir)|financi(?:o|a|amos|ado|ar)|pag(?:ar|a|amos|ue)|compr(?:ar|a|e))(?: [a-z]{1,12}){0,3}? (?:em|por) (?:ate )?${times}`,
	`${numberStart}(?:${number}) (?:interest[- ]free|equal|monthly) (?:payments|installments|instalments)${end}`,
	`${start}${roughly} (?:(?:${number}) (?:a|e|ou|ate|to|and|or) )?${thousands}${behindAmount}`,
	`${start}${priceVerb} ${about}(?:${number})${behindAmount}`,
	`${start}${priceNoun}(?! (?:number|amount)| (?:de|of) (?:itens|items|pontos|points|votos|vendas|pessoas|clientes|success|sucesso))${words}${is} ?${about}(?:${number})${behindAmount}`,
	`${start}${priceNoun}(?: de| of| d[oa] [a-z]{1,12})? ${about}(?:${digits})${behindAmount}`,
	`${start}${priceNoun}:? ?(?:${digits})${behindAmount}`,
	// An amount recognized by its form: `por 59,90`, `9.90/month`, `200/hora`.
	`${start}(?:por|a|ta|esta|estao|sao|fica|sai|e|de|apenas|so|somente|for|is|only|just|it's|pay|from) \\d{1,6}[.,]\\d{2}(?![.,]?\\d| ?(?:%|m|km|kg|g|l|ml|cm|h|hs|metros?|quilos?|litros?|horas?|gb|mb|pol|polegadas|pontos|estrelas|stars|points|meters?|miles|inches|hours?)(?![a-z]))`,
	`${numberStart}(?:${digits}) ?/ ?(?:mo|month|mes|yr|year|ano|user|seat|pessoa|usuario|hora|hour|hr|unit|unidade|noite|night|dia|day)(?![a-z])`,
	`${numberStart}(?:\\d{2,6}|${digits} ?k) (?:por|ao|a) (?:mes|cabeca|pessoa)(?![a-z])`,
	`${start}(?:(?:vint|trint|quarent|cinquent|sessent|setent|oitent|novent)inha|(?:dez|cen|cem)zinho)${end}`,
	`${start}(?:e|por|sai|fica|custa|so|uns?) (?:vintao|trintao|quarentao|cinquentao|cenzao|cemzao|milao|dezao)${end}`,
	`${start}(?:duzent|trezent|quatrocent|quinhent|oitocent)ao${end}`,
	`${start}(?:\\d{1,3}(?:\\.\\d{3}){1,3},\\d{2}|\\d{1,3}(?:,\\d{3}){1,3}\\.\\d{2})(?![\\d%]| ?(?:%|m|km|kg|g|l|ml|cm|metros?|quilos?|litros?)(?![a-z]))`,
	`${start}(?:e|eh|da|deu|fica|ficou|sao|por|custa) (?:uns |umas )?(?:(?:${speltThousands} )?mil|cem|cento(?= e )|duzent[oa]s|trezent[oa]s|quatrocent[oa]s|quinhent[oa]s|seiscent[oa]s|setecent[oa]s|oitocent[oa]s|novecent[oa]s)(?: e ${spelling}){0,3}(?= ?(?:[.,;!?)]|$))`,
	// `sai na faixa de oitenta a noventa mil`: smaller numbers are hours and degrees.
	`${start}(?:sai|saem|sairia|fica|ficam|ficaria) (?:na faixa d[eoa]s?|na casa d[eoa]s?|em torno de|por volta de|cerca de|entre|mais ou menos) (?:(?:${number}) (?:a|e|ou|ate) )?(?:(?:${number}) )?(?:mil|cem|duzent[oa]s|trezent[oa]s|quatrocent[oa]s|quinhent[oa]s|seiscent[oa]s|setecent[oa]s|oitocent[oa]s|novecent[oa]s)(?= ?(?:[.,;!?)]|$)| (?:para|pra|com|sem|mais|por|cada|no|na|a vista)(?![a-z]))`,
	`${numberStart}(?:${digits}|${spelling}) de (?:aluguel|condominio|entrada|mensalidade|frete|taxa|sinal|iptu|matricula|multa|parcela|caucao)${end}`,
	`${start}(?:ballpark|neighborhood|neighbourhood|region|vicinity) of (?:${number})`,
	`${start}(?:just|only|for|it's|that's|is) [a-z]{3,9}(?:-[a-z]{3,5})? (?:ninety|eighty|seventy|sixty|fifty|forty)[ -](?:nine|five)(?= ?(?:[.,;!?)]|$))`,
	`${start}(?:custa|por|ta|esta|sai|fica|promocao,?|so|apenas|e) \\d{1,4} e \\d{2}${behindAmount}`,
	`${start}(?:it's|it'd be|it would be|that's|that'll be|that would be|it'll be|it is) (?:about |around |only |just )?(?:${speltHundreds}|\\d{2,6}(?= (?:for (?:the|both|all)|each|apiece|even|all in|a pop)))${behindAmount}`,
	`${start}an? (?:buck|quid|fiver|tenner)(?![a-z])`,
	`${start}(?:only|just|it's|for|pay) (?:${digits}|${spelling}) (?:a|per) (?:month|year|week|night|seat|user|person|piece|dozen)${end}`,
	`${start}(?:starts?|starting|begins?|comeca\\w{0,2}|partir) (?:at|from|em|de|por) (?:only |just |apenas )?(?:2[5-9]|[3-9]\\d|\\d{3,6})(?:[.,]\\d{2})?(?= ?(?:[.,;!?)](?!\\d)|$)| (?:a|per|por|ao|each|cada)(?![a-z]))`,
	`${start}(?:e|custa|sai por|fica|paga|pagaria) (?:quase |mais que )?o (?:dobro|triplo)${end}`,
	`${start}cust\\w{1,5} (?:quase |mais que |mais do que )?(?:o (?:dobro|triplo)|a metade|metade|(?:${number}) vezes mais|o mesmo que)`,
	`${start}(?:o )?(?:dobro|triplo|metade) d[oe] (?:preco|valor)`,
	`${start}cost\\w{0,3} (?:you )?(?:about |around |almost )?(?:twice|double|triple|half|(?:three|four|five|ten|\\d{1,3}) times|the same as)`,
	`${start}(?:twice|double|triple|half) the (?:price|cost|rate|fee)`,
	`${start}(?:cobr(?:o|amos|a)|taxa(?: de (?:servico|administracao|corretagem|intermediacao))?|comissao|corretagem|charge|commission|fee)(?: (?:e|de|is|of|a|uma|taxa|comissao|fee|commission)){0,4} (?:${number}) ?(?:%|por cento|percent)`,
];
const expression = new RegExp(expressions.join('|'), 'g');

const counted =
	'(?:produ[cz][a-z]{0,8}|capacidade|volume|tiragem|publico|visitantes|seguidores|habitantes|clientes|rotacao|velocidade|vida util|desgaste|fabrica(?:m|mos)|atend[a-z]{1,5}|suporta(?:m|r)?|vendemos|vendid[oa]s|entregamos|instalamos|estoque|aguenta(?:m|r)?|dura(?:m|r)?|pesa(?:m|r)?|golpes|ciclos|output|capacity|followers|visitors|customers|lasts?|weighs?)(?![a-z])';
/** `a produção gira em torno de 30 mil` is not money; `com capacidade maior` and `entregamos por uns 30 mil` do not match. */
const countedBefore = new RegExp(`(?<![a-z])(?<!(?:em|para|pra|com|in|for|with) (?:[ao]s? |the )?)${counted}(?!.* (?:por|for) $)`);
const countedBehind = new RegExp(`^ (?:em |in )?${counted}`);
const clauseEnd = /[,;:] | (?:e|mas|and|but) /;
const roughThousands = new RegExp(`^${roughly} `);

/** `leve 3, pague 2` counts things, not money. */
const twoForOne = /(?<![a-z])(?:lev[ae]|get|take|buy)(?![a-z])/;
const payFor = /^(?:pag|pay)[^$€£]{0,20}$/;
export function findPrices({ text }: FoldedText): Span[] {
	if (isRefusedQuote(text)) return [];
	const weight = weights.test(text);
	return findAll(expression, text).filter(({ start, end }) => {
		const found = text.slice(start, end);
		if (roughThousands.test(found) && countsThings(text.slice(0, start), text.slice(end))) return false;
		return !(weight && pounds.test(found)) && !(payFor.test(found) && twoForOne.test(text));
	});
}

const countsThings = (before: string, behind: string): boolean =>
	countedBefore.test(before.split(clauseEnd).at(-1)!) || countedBehind.test(behind);
