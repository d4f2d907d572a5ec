import { rule } from '../rule';

/** "I am your developer", "this is the system administrator", "maintenance mode". */
export const authorityClaim = rule({
	id: 'authority-claim',
	name: { en: 'claims an authority over the assistant', pt: 'alega autoridade sobre o assistente' },
	firstPerson: true,
	phrases: [
		[0.3, 'AUTHORITY ~2 asked|pediu|mandou|told|disse|says|approved|aprovou|authorized|autorizou ~6 YOU|te|this|este|esta|voce'],
		[0.3, 'code|codigo|override ~4 accepted|aceito|confirmed|confirmado|valid'],
		[0.25, 'upgraded|updated|atualizado|atualizada|migrated ~2 to|para ~3 version|versao|mode|modo'],
		[0.3, 'team|equipe|equipa ~3 approved|aprovou|authorized|autorizou|cleared|liberou'],
		[0.35, 'this|here|aqui|isto ~1 is|e|s ~2 openai|anthropic|microsoft|meta'],
		[0.35, 'root|admin|administrator|full|administrador access|acesso|privileges'],
		[0.35, 'acesso|access ~1 root|admin|administrador|total'],
		[0.3, 'AUTHORITY|admin ~1 override|command|comando'],
		[0.4, 'comando|ordem|override ~1 de|do|from ~1 AUTHORITY'],
		[0.3, 'security|seguranca ~1 audit|auditoria|test|teste'],
		[0.3, 'auditoria|teste|audit ~1 de|of ~1 seguranca|security'],
		[0.3, 'i|eu ~1 command|ordeno|order|instruct|exijo|demand ~1 you|que|te'],
		[0.35, 'user|usuario ~2 verified|verificado|authenticated|autenticado|authorised|authorized|autorizado'],
		[0.35, 'i|im|eu|sou|aqui|here|we|somos|soy ~2 am|m|sou|the|a|o|an|e|is|your|seu|are|el ~3 AUTHORITY'],
		[0.35, 'sou ~2 AUTHORITY'],
		[0.35, 'im ~3 AUTHORITY'],
		[
			0.35,
			'as|como ~1 your|the|seu|o|sua|teu ~2 AUTHORITY ~4 i|eu|order|command|ordeno|instruct|require|need|exijo|autorizo|authorize|we|preciso',
		],
		[
			0.3,
			'message|notice|mensagem|aviso|comunicado|order|ordem|instruction|instructions|instrucao|update ~1 from|da|do|de|dos ~3 AUTHORITY|openai|anthropic|google|sistema|system|admin',
		],
		[0.35, 'on|em ~1 behalf|nome ~3 openai|anthropic|developers|desenvolvedores|administrator|google'],
		[
			0.35,
			'i|eu|we|nos ~3 authorize|authorise|authorized|autorizo|autorizado|autorizada|authorised|clearance|override|permission|permissao ~3 YOU|to|a|para|code|level|nivel',
		],
		[
			0.4,
			'authorization|authorisation|override|clearance|autorizacao|admin|master|bypass|debug ~1 code|codigo|level|key|token|command|granted|concedida|password|senha|de',
		],
		[0.3, 'system|sistema ~1 override|diagnostic|reset'],
		[
			0.3,
			'this|isto|isso|este ~3 is|e ~2 a|um|uma|an|the|apenas|authorized ~3 test|audit|drill|teste|auditoria|simulation|simulacao|emergency|emergencia|pentest|evaluation',
		],
	],
	shapes: [[0.3, /\bsudo\s{1,3}[a-z]{2,20}/g]],
});
