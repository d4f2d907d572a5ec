/** Words for speakers, listeners and ways of speaking. Without accents. */
export const actors = {
	NOT: `not dont don never no without cannot cant wont doesnt didnt shouldnt mustnt nor neither avoid nao nunca jamais nem sem n naum ñ no nunca sin pas nicht kein non`,
	STOP: `stop cease quit pare parar pares deixe deixa deixar deixes cesse cessa chega`,
	YOU: `you u ur ya yourself youre youll voce vc vcs voces ce tu te ti usted vous du ustedes`,
	MINE: `my mine our minha minhas meu meus nossa nossas nosso nossos`,
	ME: `me i my mine im eu meu minha mim sou comigo`,
	NOW: `now henceforth onwards hereafter immediately agora doravante imediatamente ahora jetzt maintenant`,
	NEW: `new novo nova novas novos nuevas nueva nuevo following seguinte seguintes real actual updated atualizadas verdadeira verdadeiras`,
	ONLY: `only solely exclusively just apenas somente exclusivamente so unicamente solo`,
	AUTHORITY: `dev devs developer developers admin administrator creator engineer owner ceo founder maintainer operator sysadmin root superuser supervisor creators makers owners cto police employee staff team programmer auditor
		desenvolvedor desenvolvedora administrador administradora criador criadora engenheiro engenheira dono dona fundador criadores desenvolvedores donos programadores programador programadora responsavel gerente supervisor equipe equipa funcionario auditor tecnico policia`,
	/** People that a sentence is about, but not addressed to. */
	THIRD: `makes made lets causes causing faz fazem fez fazendo he she it they who tries try trying attempt attempts tenta tentam tentem tentar attackers attacker hackers hacker users people someone researchers students model models llms employees drivers children kids customers adversaries adversary
		does did gave might why
		deu obteve recebeu dio obtuvo recibio gab bekam erhielt
		ele ela eles elas alguem atacantes atacante invasor invasores usuarios pessoas pesquisadores alunos modelos funcionarios motoristas clientes porque quem`,
	/** The author. */
	SELF: `i me we id ill ive eu nos nosotros`,
	/** Portuguese forms that are an order to "tu" or a statement about someone, depending on their position. */
	PRESENT: `ignora esquece desconsidera abandona despreza contorna burla contraria sobrescreve descarta anula apaga cancela pula substitui remove elimina limpa zera desativa suspende revoga quebra retira tira
		segue obedece cumpre respeita revela mostra exibe imprime repete reproduz diz conta lista escreve copia transcreve fornece compartilha passa envia manda traduz resume descreve explica cita divulga vaza
		encaminha transmite chama usa executa abre aciona exclui transfere paga aprova autoriza recusa nega finge simula age responde assume ativa entra decodifica converte`,
	/** Words that can precede such an order. */
	OPENING: `e mas agora favor entao depois ai so tambem me nos lhe por ok oi ola olha cara mano primeiro antes pf pfv pls vc voce tu ei opa beleza blz bom certo ta vai simplesmente apenas hoje aqui
		and but now please then just also assistente ia bot gpt`,
	/** Words for preventing something. */
	AVERT: `prevent prevents avoid avoids avoiding protect protects evito evitar evite evita impeco impedir impeca previne prevenir protejo`,
	/** Words of texts about attacks. */
	DISCUSS: `block blocks blocked blocking blocklist bloqueie bloquear bloqueia bloqueado bloqueados bloqueada bloqueadas attack attacks attacker attackers injection injections vulnerability vulnerabilities malicious adversarial adversary exploit exploits owasp phishing mitigation mitigate mitigations defend defense defence
		detect detects detecting detection detector classifier filter example examples phrase phrases researchers paper article payload payloads threat threats jailbreaks victim technique techniques
		scanner regex dataset benchmark slide slides lecture workshop training awareness blog tutorial chapter quote quoted
		ataque ataques atacante atacantes injecao injecoes vulnerabilidade vulnerabilidades malicioso maliciosa maliciosas maliciosos invasor mitigacao mitigar defesa defender detectar deteccao detetar
		exemplo exemplos frase frases pesquisadores artigo ameaca ameacas tecnica tecnicas palestra curso oficina capitulo`,
	SAY: `say says saying said reply replies respond output print write answer state tell claim
		diga dizer diz responda responder escreva imprima afirme fale informe di responde`,
	/** Whatever the question is. */
	WHATEVER: `regardless whatever anything everything qualquer independente egal cualquier cualquiera alles tudo todo seja`,
	TOPIC: `about regarding on concerning for sobre referente referentes quanto do da de para em in at`,
	URGENT: `urgent important critical attention immediately warning priority urgente importante critico atencao imediatamente prioridade obrigatorio`,
};
