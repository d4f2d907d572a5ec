import { fillTemplate, type Part, withNoiseAround } from './noise';
import type { Chance, Sample } from './sample';

/** How people, forms and systems name a type: `label` in sentences, `key` in data. */
export interface Wording {
	labels: readonly string[];
	keys: readonly string[];
	/** Sentences of its own, with `{}` for the value. */
	sentences: readonly string[];
}

/** A name beside the value, in texts of all genres. */
const withLabel: readonly string[] = [
	'Meu {label} é {}',
	'meu {label} e {} tá',
	'{label}: {}',
	'{label} {}',
	'{label} nº {}',
	'{label}: {}.',
	'{label} - {}',
	'Segue o {label} solicitado: {}. Qualquer dúvida me chama',
	'oi, o {label} dela é {} e o da mãe eu mando depois',
	'Preciso atualizar meu cadastro, {label} {}, moro na rua das Flores, 123',
	'Bom dia! Consegue consultar pelo {label}? {}',
	'consulta aí pra mim: {} ({label})',
	'{} é o meu {label}, pode conferir',
	'Anota aí o {label}\n{}',
	'João da Silva, brasileiro, casado, {label} {}, residente e domiciliado em Curitiba',
	'CONTRATANTE: Maria Souza, {label} n. {}, doravante denominada simplesmente CONTRATANTE;',
	'O requerente, inscrito sob {label} nº {}, vem respeitosamente à presença de Vossa Excelência',
	'Nome: Ana Lima\n{label}: {}\nData: ##/##/20##',
	'| Nome | {label} |\n| Ana | {} |',
	'nome;{label};cidade\nAna Lima;{};Recife',
	'{"nome": "Ana", "{key}": "{}"}',
	'{"{key}":"{}","ativo":true}',
	'<{key}>{}</{key}>',
	'{key}={}&page=2',
	'{key}: {}',
	"UPDATE pessoas SET {key} = '{}' WHERE id = ##;",
	'2026-07-## 10:##:## INFO cadastro salvo {key}={} status=200',
	'[WARN] {label} {} not found in cache',
	'id,{key},total\n##,{},##.50',
	'My {label} is {}, thanks',
	'Here is the {label} you asked for: {}',
	'Please update my account, {label} {}',
	'Customer: John Doe, {label} {}, Sao Paulo, Brazil',
	'Could you check {label} {} for me?',
	'The {label} on file ({}) is correct.',
	'Subject: documents\n\nHi team,\nthe {label} is {}.\nBest, Ana',
	'{label} :   {}    VÁLIDO EM TODO O TERRITÓRIO NACIONAL',
	'DADOS DO TITULAR {label} {} NOME MARIA',
	'Confirmando: {label} = {}, certo?',
	'não é esse {label}, o certo é {}',
	'"{}" ({label})',
	'{label}/{}',
	'{label}:{}',
	'Pedido ####: o {label} do comprador é {}',
	'Na nota fiscal coloca o {label} {} por favor',
	'Para emitir, informe {label}: {} e telefone',
	'Autorizo o uso do {label} {} no contrato ####',
	'Documentos anexos. {label} do responsável: {}',
	'o {label} tá errado no sistema, aparece {} mas devia ser outro',
	'* {label} – {}',
];

/** Only the value. */
const withoutWords: readonly string[] = [
	'{}',
	'Segue: {}',
	'{}, pode conferir?',
	'é esse aqui ó: {}',
	'claro, {}',
	'here you go: {}',
	'{} 👍',
	'- {}\n',
	'Sure! {}.',
	'({})',
];

/** Around numbers that are nobody's data. */
const otherNumbers: readonly string[] = [
	'Pedido {}',
	'Meu pedido é o {}, cadê?',
	'pedido nº {} não chegou',
	'número do pedido: {}',
	'Protocolo {}',
	'protocolo de atendimento nº {}',
	'Nota fiscal {} emitida',
	'NF-e nº {}',
	'boleto {} vencido',
	'Código de rastreio: {}',
	'rastreamento {}',
	'OS {} aberta',
	'chamado {} encerrado',
	'Código de barras {}',
	'SKU {}',
	'produto ref. {}',
	'número de série {}',
	'lote {} validade 12/2027',
	'contrato {} assinado',
	'transação {} aprovada',
	'NSU {}',
	'Order {} shipped',
	'order number {}',
	'Your order no. {} is late',
	'invoice {}',
	'Ticket {} was closed',
	'tracking number {}',
	'Serial number: {}',
	'transaction {} failed',
	'{"order_id": "{}"}',
	'{"pedido": "{}", "status": "ok"}',
	'order_id={}&status=ok',
	'IMEI {}',
	'timestamp {}',
	'batch {} done',
	'part number {}',
];

/** The type's name is near, and the number is another thing's. */
const misleading: readonly string[] = [
	'Não preciso do {label}, só do número do pedido: {}',
	'sem {label}? então manda o protocolo {}',
	'{label} já conferido. Pedido {} liberado',
	'O {label} está ok; a nota fiscal é {}',
	'I have your {label} already, the order number is {}',
	'{label} ok, ticket {}',
	'Pedido {} (falta informar o {label})',
];

export function positiveText(wording: Wording, chance: Chance, value: () => Part, needsWords = false): Sample {
	const kind = chance.below(needsWords ? 9 : 10);
	const template = kind < 6 ? chance.pick(withLabel) : kind < 9 ? chance.pick(wording.sentences) : chance.pick(withoutWords);
	return withNoiseAround(fillTemplate(named(template, wording, chance), chance, value), chance);
}

/** `value` looks like the type and is none, or is another type's. */
export function negativeText(
	kind: 'labelled' | 'other' | 'misleading' | 'bare',
	wording: Wording,
	chance: Chance,
	value: () => Part,
): Sample {
	const templates = { labelled: withLabel, other: otherNumbers, misleading: misleading, bare: withoutWords }[kind];
	return withNoiseAround(fillTemplate(named(chance.pick(templates), wording, chance), chance, value), chance);
}

function named(template: string, { labels, keys }: Wording, chance: Chance): string {
	const [label, key] = [chance.pick(labels), chance.pick(keys)];
	return template.replaceAll('{label}', label).replaceAll('{key}', key);
}
