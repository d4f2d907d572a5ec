import type { Chance } from '../sample';
import { createValueSamples, fromForm } from '../value-samples';

function address(chance: Chance): string {
	const made = fromForm(
		chance.pick([
			'hh:hh:hh:hh:hh:ah',
			'hh-hh-hh-ah-hh-hh',
			'hhhh.hhah.hhhh',
			'aabb.ccah.hhhh',
			'hh:hh:bh:hh:hh:hh',
			'00:1b:44:hh:hh:hh',
			'3c-5a-b4-hh-hh-hh',
		]),
		chance,
	);
	return chance.once(2) ? made.toUpperCase() : made;
}

export const samples = createValueSamples({
	type: 'MAC_ADDRESS',
	value: (chance) => (chance.once(12) ? fromForm('hh:hh:hh:ff:fe:hh:hh:hh', chance) : address(chance)),
	wrong: (chance) =>
		fromForm(
			chance.pick([
				...[
					'00:1b:44:11:3a',
					'00:1g:44:11:3a:b7',
					'1b:44-11:3a-b7:00',
					'00:00:00:00:00:00',
					'FF:FF:FF:FF:FF:FF',
					'10:30:45',
					'0011.22aa',
					'ab:cd',
					'12-34-56',
				],
				...[
					'hh:hh:hh:hh:hh:hh:hh:hh:hh:hh:hh:hh:hh:hh:hh:hh',
					'001b4411',
					'2026-05-12',
					'hhhhh.hhhh.hhhh',
					'hh:hh:hh:hh:hh:hh:hh',
					'12 34 56 78 9a bc',
				],
			]),
			chance,
		),
	wording: {
		labels: ['MAC', 'mac', 'endereço MAC', 'MAC address', 'endereço físico', 'Physical Address', 'BSSID', 'MAC da placa', 'HWaddr'],
		keys: ['mac', 'mac_address', 'hwaddr', 'bssid', 'deviceMac', 'ether'],
		sentences: [
			'link/ether {} brd',
			'o roteador tem {} na etiqueta',
			'DHCPACK to {} via eth0',
			'Adaptador Ethernet\n   Endereço Físico . . . . : {}',
			'arp: {} on en0',
			'aparelho {} bloqueado no wifi',
			'liberei o {} e o {} na rede',
			'device {} joined the network',
			'Bluetooth {} pareado',
			'O computador apreendido, de placa de rede {}, foi periciado',
			'wlan0: authenticate with {}',
			'qual o aparelho {}?',
			'{} (Apple, Inc.)',
		],
	},
	others: [
		'sorteados 04-15-22-33-48-5#',
		'comprei um Mac em 2026',
		'às 10:30:4# caiu',
		'MAC: a definir',
		'hash {} confere',
		'duração 01:02:03',
		'código {} inválido',
		'fingerprint SHA1 {}',
		'lote 12-34-56-78',
		'o Mac dela é de 12-05-2026',
		'range 10:20',
		'serial AB-CD-EF',
	],
});
