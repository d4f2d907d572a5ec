import type { Phrases } from '../rule';

export const secretsAndPeople: Phrases = [
	[
		0.45,
		'quote|state|put|add|paste|include|show|print|write|give|end|finish|coloque|ponha|termine|acrescente|cole|inclua|informe|escreva|mostre ~7 PASSWORD ~8 ANSWER|table|overview|tabela|comparison|comparacao|recap|chat|channel|canal',
	],
	[
		0.45,
		'ANSWER|overview|report|table|tabela|relatorio|list|lista|recap ~4 with|com|contain|include|needs|incluindo|including ~4 PASSWORD',
	],
	[
		0.45,
		'REVEAL|quote|cite|state|put|coloque|informe ~6 PASSWORD ~4 stored|saved|kept|guardada|guardadas|guardado|guardados|salvas|salvo|YOU',
	],
	[
		0.45,
		'for|por|para ~2 verification|confirmation|security|quality|audit|safety|conferencia|verificacao|seguranca|qualidade|auditoria ~8 REVEAL|state|quote|put|informe|cite|coloque ~8 PASSWORD',
	],
	[
		0.42,
		'ask|request|collect|obtain|peca|pedir|pergunte|perguntar|solicite|solicitar|colete ~3 PERSON|USER|reader|visitor|quem ~6 PASSWORD',
	],
	[0.42, 'ask|request|peca|pedir|pergunte|perguntar|solicite|solicitar ~4 PASSWORD ~4 PERSON|USER|reader|visitor'],
	[
		0.42,
		'have|let|make|faca ~2 PERSON|USER|reader|visitor ~2 type|enter|send|say|confirm|digite|digitar|mande|envie|informe ~7 PASSWORD|code|codigo|digits',
	],
	[
		0.42,
		'ask|request|peca|pedir|solicite|solicitar ~6 code|codigo|digits|digitos ~3 from|by|on|behind|back|do|que|por|no ~3 bank|text|sms|card|banco|verso|cartao',
	],
	[
		0.36,
		'PERSON|USER|reader|visitor ~2 must|should|has|needs|deve|precisa|tem ~6 entering|enter|type|send|confirm|digitar|digitando|informar|enviar|mandar|confirmar ~6 PASSWORD|pin',
	],
	[0.45, 'REVEAL|put|send|mande|pin|tell ~3 USER ~3 to|para|que ~2 send|email|mail|enviar|mandar|envie|mande ~5 PASSWORD'],
	[
		0.45,
		'ASSISTANT|bot|robo ~3 should|must|has|shall|deve|precisa|tem ~4 ask|request|collect|pedir|solicitar|perguntar ~7 PASSWORD|DETAILS',
	],

	[
		0.45,
		'REVEAL|add|put|print|copy|list|acrescente|adicione|coloque|ponha|copie ~6 DETAILS ~6 of|from|to|de|do|da|dos|das ~3 ANOTHER ~2 PERSON',
	],
	[
		0.45,
		'REVEAL|add|put|print|copy|list|acrescente|adicione|coloque|ponha ~6 of|from|de|do|da|dos|das ~2 PERSON ~3 before|next|following|previous|seguinte|anterior|antes',
	],
	[0.45, 'REVEAL|add|put|print|copy|list|acrescente|adicione|coloque|ponha ~5 ANOTHER ~1 PERSON ~5 DETAILS'],
	[0.45, 'REVEAL|add|put|print|copy|list|acrescente|adicione ~4 DETAILS ~6 ALL ~2 PERSON'],
	[0.45, 'REVEAL|show|give|list|mostre ~6 PERSON ~1 outros|outras|outro|outra|seguinte|anterior ~5 DETAILS|orders|pedidos'],
	[
		0.4,
		'REVEAL|tell|diga|conte ~4 which|who|quem|qual|que ~2 PERSON ~3 complained|bought|ordered|called|paid|reclamou|comprou|pediu|ligou|pagou',
	],
	[
		0.42,
		'what|how|quanto ~4 colleague|boss|neighbour|neighbor|coworker|colega|chefe|vizinho|vizinha ~4 earns|earn|makes|owes|paid|ganha|recebe|deve',
	],
	[0.42, 'quanto|what|how ~3 earns|ganha|recebe|deve|owes ~4 colleague|boss|neighbour|coworker|colega|chefe|vizinho|vizinha'],
	[0.45, 'SEND ~5 full|complete|entire|whole|completo|completa|inteiro|inteira ~4 RECORD|DETAILS|customer|cliente ~14 EMAIL|http|https'],
	[0.45, 'SEND ~6 RECORD ~2 full|complete|completo|completa|inteiro|inteira ~14 EMAIL|http|https'],
	[
		0.45,
		'SEND ~5 member|members|customer|client|patient|socios|clientes|pacientes|alunos ~2 list|lista|record|records|file ~14 EMAIL|http|https',
	],
	[0.45, 'SEND ~4 list|lista ~2 of|de|dos|das ~2 PERSON ~14 EMAIL|http|https'],
	[0.45, 'SEND ~14 IDENTITY ~14 EMAIL|http|https'],
	[0.45, 'SEND ~12 EMAIL ~14 IDENTITY'],
	[0.5, 'SEND|collect|gather|rassemble|reuna|coletar ~4 PERSON ~3 emails|keys|data|records|dados|details ~8 EMAIL|http|https'],
	[0.45, 'include|inclua|copy|add ~3 PERSON ~4 IDENTITY'],
];
