import type { Chance } from '../sample';
import { createValueSamples, fromForm } from '../value-samples';

const octet = (chance: Chance): string => String(chance.below(256));
const version4 = (chance: Chance): string =>
	chance.once(6)
		? `10.${octet(chance)}.0.0/${8 + chance.below(17)}`
		: chance.once(2)
			? `192.168.${octet(chance)}.${octet(chance)}`
			: `${40 + chance.below(180)}.${octet(chance)}.${octet(chance)}.${1 + chance.below(254)}`;

/** RFC 5952, and the forms that it replaces. */
function version6(chance: Chance): string {
	const form = chance.pick([
		...[
			'2001:db8:hhhh:hhhh:hhhh:hhhh:hhhh:hhhh',
			'2001:db8::hhhh',
			'fe80::hhhh:hhhh:hhhh:hhhh',
			'2804:14c:hhh::h',
			'::ffff:192.0.2.1',
			'fd00::hhhh:1',
		],
		...['2001:0db8:0000:0000:0000:hhhh:0000:000h', 'fe80::1%eth0', '2001:db8:h::/48', 'ff02::1', '::ffff:c0a8:hhhh', '64:ff9b::192.0.2.33'],
	]);
	const made = fromForm(form, chance);
	return chance.once(4) && !made.includes('%') ? made.toUpperCase() : made;
}

export const samples = createValueSamples({
	type: 'IP_ADDRESS',
	value: (chance) => (chance.once(3) ? version6(chance) : version4(chance)),
	noises: [],
	wrong: (chance) =>
		fromForm(
			chance.pick([
				'256.1.2.##',
				'1.2.3',
				'192.168.1',
				'300.300.300.300',
				'1.2.3.4.5',
				'12:##:45',
				'999.1.1.1',
				'1::2::3',
				'12345::1',
				'10.0.0',
				'192.168.1.2566',
				'std::map',
				'a::b',
				'10:30',
				'1.2.3.x',
			]),
			chance,
		),
	wording: {
		labels: ['IP', 'ip', 'endereço IP', 'IP de origem', 'IP address', 'servidor', 'IPv4/IPv6', 'host', 'IP do cliente', 'gateway'],
		keys: ['ip', 'ip_address', 'remote_addr', 'clientIp', 'host', 'x-forwarded-for', 'src_ip'],
		sentences: [
			'acesso suspeito de {} às 10:##',
			'{} - - [12/May/2026:10:##:## +0000] "GET / HTTP/1.1" 200 5##',
			'ping {} falhou',
			'ssh root@{}',
			'Failed password for root from {} port 5#### ssh2',
			'bloqueia o {} no firewall',
			'nameserver {}',
			'de {} para {}',
			'o servidor {} não responde, nem o {}',
			'connect to [{}]:443',
			'login from {}, device unknown',
			'rota {} via eth0',
			'denied tcp {} port 8080 -> blocked',
			'o usuário conectou-se a partir do endereço {}, conforme registros de conexão (Marco Civil)',
			'server={};port=##',
			'minha rede é {}',
			'ERROR: could not reach {}',
		],
	},
	others: [
		'versão 1.2.3.4 instalada',
		'version 2.0.1.15 is out',
		'v3.1.4.1 do app',
		'Chrome/120.0.0.0 Safari/537.36',
		'seção 1.2.3.4 do manual',
		'cláusula 4.1.2.3',
		'firmware 10.2.0.1',
		'build 10.0.19041.1',
		'às 10:30:45 chegou {}',
		'use std::vector e foo::bar',
		'lista[::2] e lista[::-1]',
		'preço {} reais',
		'1.2.3.4 Do objeto do contrato',
		'OID 1.3.6.1.4.1',
		'R$ 1.234.567,##',
		'placar {} no jogo',
		'código {} do item',
	],
});
