import { fullWidth, otherDashes, softHyphen, withNoise, zeroWidth } from '../noise';
import type { Chance, Sample, SampleMaker } from '../sample';
import { negativeText, positiveText } from '../templates';
import texts from './texts/br-pix-key.json';

const noises = [fullWidth, zeroWidth, softHyphen, otherDashes];

const { wording } = texts;

const hex = (chance: Chance, count: number): string => Array.from({ length: count }, () => chance.pick([...'0123456789abcdef'])).join('');

const uuid = (chance: Chance, version: string, variant: string): string =>
	[hex(chance, 8), hex(chance, 4), version + hex(chance, 3), variant + hex(chance, 3), hex(chance, 12)].join('-');

function makeKey(chance: Chance): string {
	const key = uuid(chance, '4', chance.pick([...'89ab']));
	return chance.once(5) ? key.toUpperCase() : key;
}

const field = (id: string, value: string): string => id + String(value.length).padStart(2, '0') + value;

/** Bit by bit from the definition, over a register of its own. */
function checksum(code: string): string {
	let register = 0xffff;
	for (const character of code) {
		for (let bit = 7; bit >= 0; bit--) {
			const top = (register >> 15) ^ ((character.charCodeAt(0) >> bit) & 1);
			register = ((register << 1) & 0xffff) ^ (top === 1 ? 0x1021 : 0);
		}
	}
	return register.toString(16).toUpperCase().padStart(4, '0');
}

function makeBrCode(chance: Chance): string {
	const key = chance.pick([makeKey(chance), `+55119${chance.digits(8)}`, 'ana.lima@example.com', chance.digits(11)]);
	const account =
		field('00', chance.pick(['br.gov.bcb.pix', 'BR.GOV.BCB.PIX'])) +
		field('01', key) +
		(chance.once(3) ? field('02', 'Mensalidade de maio') : '');
	const amount = chance.once(2) ? field('54', `${1 + chance.below(900)}.${chance.digits(2)}`) : '';
	const head =
		field('00', '01') + (chance.once(3) ? field('01', '12') : '') + field('26', account) + field('52', '0000') + field('53', '986');
	const merchant =
		field('58', 'BR') +
		field('59', chance.pick(['Ana Lima', 'LOJA DO ZE LTDA', 'Fulano de Tal'])) +
		field('60', chance.pick(['SAO PAULO', 'BRASILIA']));
	const code = head + amount + merchant + field('62', field('05', chance.pick(['***', `PED${chance.digits(6)}`]))) + '6304';
	return code + checksum(code);
}

const codeTexts: readonly string[] = [
	'{}',
	'Pix copia e cola: {}',
	'Pague com o código abaixo:\n{}\n',
	'copia e cola aí: {} , vale até amanhã',
	'QR code: "{}"',
	'{"qrcode":"{}"}',
	'Your Pix code is {}',
];

const notAKey: ReadonlyArray<(chance: Chance) => string> = [
	(chance) => `request id ${makeKey(chance)} failed`,
	(chance) => `{"traceId":"${makeKey(chance)}","level":"info"}`,
	(chance) => makeKey(chance),
	(chance) => `GET /v1/users/${makeKey(chance)}/orders 200`,
	(chance) => `pix txid ${makeKey(chance)} confirmado`,
	(chance) => `ID da transação Pix: ${makeKey(chance)}`,
	(chance) => `chave pix ${uuid(chance, chance.pick([...'1235']), 'a')}`,
	(chance) => `chave pix ${uuid(chance, '4', chance.pick([...'0127cdef']))}`,
	(chance) => `chave pix ${makeKey(chance).slice(0, -1)}`,
	(chance) => `chave aleatória ${makeKey(chance)}${hex(chance, 2)}`,
	(chance) => `session=${makeKey(chance)}; path=/`,
	(chance) => `uuid ${makeKey(chance)} not found`,
	(chance) => `pix enviado, protocolo ${makeKey(chance)}`,
	(chance) => `correlation-id: ${makeKey(chance)}`,
	(chance) => `docker volume ${makeKey(chance)} removed`,
	(chance) => `Idempotency-Key: ${makeKey(chance)}`,
	(chance) => `pix: E${chance.digits(8)}2024${chance.digits(8)}${hex(chance, 11)}`,
	(chance) => `build ${makeKey(chance)} done`,
	(chance) => `pedido ${makeKey(chance)} pago por pix`,
	(chance) => `sha ${hex(chance, 40)} do commit`,
	() => 'o pix ainda não caiu, pode verificar a chave?',
	(chance) => `000201${chance.digits(60)}6304${hex(chance, 4)}`,
];

export const samples: SampleMaker = {
	type: 'BR_PIX_KEY',
	positive(chance): Sample {
		if (chance.once(5)) {
			const code = makeBrCode(chance);
			const text = chance.pick(codeTexts);
			const start = text.indexOf('{}');
			return { text: text.replace('{}', () => code), spans: [{ type: 'BR_PIX_KEY', start, end: start + code.length }] };
		}
		return positiveText(wording, chance, () => ({ type: 'BR_PIX_KEY', value: withNoise(makeKey(chance), chance, noises) }), true);
	},
	negative(chance): Sample {
		if (chance.below(4) > 0) return { text: chance.pick(notAKey)(chance), spans: [] };
		return negativeText('other', wording, chance, () => makeKey(chance));
	},
};
