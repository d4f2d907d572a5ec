/** Acts that a text asks for, as forms that command or request: "esqueça" and "to forget", not "esqueci" or "forgot". Without accents. */
export const acts = {
	/** Stop following. */
	DROP: `ignore disregard forget abandon dismiss neglect defy override overrule bypass bypassing circumvent sidestep unlearn nullify
		disobey overwrite overlook nevermind
		abandone abandona abandonar contrarie ignora ignorar ignorem ignorarem desconsidere desconsidera desconsiderar desconsiderem desconsideres
		esqueca esquece esquecer esquecam esquecas esqueceres skece esquec esqeca desobedeca desobedece desobedecer despreze despreza desprezar menospreze
		burle burla burlar contorne contornar sobreponha sobrescreva sobrescrever desrespeite desatenda
		olvida olvide olvidar olvidate olviden ignorad desobedezca desestima desestime
		ignorez oublie oubliez ignoriere ignorieren vergiss vergessen missachte dimentica dimenticare ignori`,
	/** The same, if the object leaves no doubt. */
	DISCARD: `ignoring disregarding forgetting bypassing violate viole discard drop erase wipe delete remove cancel void skip scrap replace reset clear disable deactivate suspend lift ditch shed revoke
		supersede retire turn switch break breaking unset purge flush suppress cast dump bin
		descarte descarta descartar descartem apague apaga apagar anule anula anular cancele cancela cancelar pule pula pular
		substitua substitui substituir remova remove remover elimine elimina eliminar limpe limpa limpar zere zera zerar desative desativa desativar desactive desactiva
		desligue desliga desligar retire retira retirar retires tire tira tirar suspenda suspende suspender revogue revoga revogar quebre quebra quebrar largue larga deite rasgue
		descarta elimina borra borre anula desactiva suprima`,
	FOLLOW: `follow following obey obeying honouring honoring respecting comply complying adhere adhering heed heeding respect listen listening observe abide mind honor honour conform stick consider apply
		siga sigas segue seguir seguindo sigam obedeca obedecas obedece obedecer obedecendo cumpra cumpras cumpre cumprir cumprindo respeite respeites respeita respeitar
		acate acata acatar atenda atende atender ouca oucas considere consideres considerar leve leves ligue aplique
		sigue sigas obedezca cumple hagas suis suivez befolge`,
	/** Revealing. */
	REVEAL: `forneca supply hand reveal revealing show print printing display output outputting repeat repeating disclose leak expose list recite dump write copy paste echo quote
		spell divulge regurgitate reproduce transcribe reprint type state provide share give tell return send describe summarize summarise paraphrase translate encode convert
		append include post publish read say see know explain rewrite restate present retrieve extract spit uncover unveil render reply respond begin
		mostre mostra mostrar mostrem revele revela revelar exiba exibe exibir imprima imprime imprimir repita repete repetir repitas reproduza reproduz reproduzir
		diga diz dizer diz-me conte conta contar liste lista listar escreva escreve escrever copie copia copiar cole cola colar transcreva transcreve transcrever
		forneca fornece fornecer compartilhe compartilha partilhe partilha partilhar passe passa envie envia enviar manda mande traduza traduz traduzir resuma resume resumir
		descreva descreve descrever explique explica cite cita citar recite recita digite digita divulgue divulga divulgar vaze vazar exponha expoe expor codifique codifica converta converte
		inclua inclui devolva devolve apresente apresenta despeje despeja ver saber conhecer fala fale falar
		muestra muestrame muestre revela dime di imprime repite escribe comparte traduce resume affiche montre repete revele zeige wiederhole`,
	/** Getting instructions. */
	RECEIVED: `received receive got recebeu recebido recebidas recibiste recibido recibidas bekommen erhalten bekamst bekommst erhieltest`,
	/** Making an assistant. */
	BUILT: `built build created create developed designed programmed trained criou criaram construiu desenvolveu treinou programou fez gebaut entwickelt trainiert programmiert erschaffen creo crearon construyo entreno
		programo desarrollo diseno`,
	/** Keeping from others. */
	HIDE: `hide hiding hides hidden withhold withholding conceal share sharing disclose esconde esconder escondes escondendo oculta ocultar ocultas compartilhar compartir verbirgst versteckst verstecken verschweigst verschweigen verheimlichst`,
	/** Passing by. */
	BYPASS: `bypass bypassing circumvent evade burlar burle burla contornar contorne umgehen umgeh umgehst umgehe saltarte saltar saltate eludir esquivar contradict contradicts contradizer contrarie contradigas contradecir widersprichst
		widersprechen widersprich violate violar violes verletze verletzen`,
	/** Repeating word for word. */
	COPY: `repeat print printing output outputting display echo copy reproduce recite paste dump spit regurgitate reprint type write translate encode show quote leak reveal return
		repita repete repetir repitas imprima imprime imprimir exiba exibe exibir copie copia copiar reproduza reproduz cole cola colar recite transcreva transcreve transcrever
		despeje escreva escreve escrever vaze digite mostre mostra devolva repite copia imprime`,
	ASK: `how what whats wats wat which qual quais quals que oque cual cuales como`,
	/** Carrying out. */
	EXECUTE: `execute executing run perform obey follow do act comply apply implement carry proceed
		execute executa executar rode roda rodar faca faz fazer realize realiza realizar siga segue seguir obedeca cumpra cumpre aplique aplica aja age proceda`,
	DECODE: `decode decoding decrypt decipher unscramble unhex deobfuscate translate convert interpret reverse
		decodifique decodifica decodificar descodifique descodifica decifre decifra decifrar descriptografe descriptografar desencripte interprete interpreta converta inverta`,
	SEND: `send sends sending forward forwarding transmit exfiltrate upload post email mail share leak deliver submit report bcc cc copy ping deliver append encode include embed
		envie envia enviar enviem encaminhe encaminha encaminhar reencaminhe reencaminha reencaminhar mande manda mandar transmita transmite transmitir
		compartilhe compartilha compartilhar partilhe partilha poste publique exfiltre carregue submeta remeta repasse repassa repassar anexe inclua
		envia reenvia comparte manda`,
	/** Using tools and doing harm with them. */
	INVOKE: `call invoke use run execute trigger launch activate query open fetch visit browse access
		chame chama chamar invoque invoca invocar use usa usar utilize utiliza utilizar execute executa executar rode roda acione aciona acionar dispare dispara abra acesse acessa aceda visite`,
	DESTROY: `delete deleting erase wipe drop destroy remove purge format truncate shutdown overwrite
		apague apaga apagar delete deleta deletar exclua exclui excluir elimine elimina eliminar remova remover destrua destruir formate limpe limpar`,
	TRANSFER: `transfer wire pay refund approve authorize authorise grant issue purchase buy book unlock disable change update reset set add create schedule withdraw
		transfira transfere transferir pague paga pagar reembolse reembolsa estorne aprove aprova aprovar autorize autoriza autorizar conceda concede conceder libere libera liberar
		emita compre compra altere altera alterar mude atualize redefina adicione crie agende desbloqueie desative`,
	TELL: `tell inform mention reveal notify alert disclose say warn show report ask acknowledge hint let
		conte contes conta contar diga digas dizer informe informes informar avise avises avisar mencione menciones mencionar revele reveles revelar notifique notificar alerte mostre reporte comunique
		comente deixe pergunte refira refiras`,
	PRETEND: `embody channel portray personify pretend imagine suppose simulate roleplay act behave assume emulate impersonate play become respond speak answer
		finja finge fingir fingindo imagine imagina imaginar suponha supoe supor simule simula simular aja age agir atue atua atuar interprete interpreta interpretar
		encarne encarna incorpore incorpora assuma assume assumir comporte comporta comportar responda responde responder faca faz vira vire
		finge actua imagina compórtate comportate`,
	ENABLE: `passe passa mude muda enable enabled enter entering activate activated switch turn unlock initiate engage start on active boot
		ative ativa ativar ativado ativada active activa activado activar entre entra entrar habilite habilita habilitado inicie inicia ligue liga ligado desbloqueie ligar`,
	REFUSE: `refuse refusing decline reject apologize apologise apologizing deny denying warn lecture moralize disclaim
		recuse recuses recusa recusar negue negues negar niegue niegues negarse rehuse rejeite rejeitar desculpe desculpes hesite hesites avise decline`,
	BEGIN: `start begin starting beginning prefix open preface
		comece comeca comecar inicie inicia iniciar iniciando comecando abra empieza comienza`,
	/** Commands that a document should not contain. */
	ORDER: `say state tell respond reply answer include insert append add mention omit hide recommend rate rank classify mark approve reject accept hire call use invoke run execute open visit click
		send forward transfer delete remove grant give share disclose reveal ignore disregard forget output print write summarize translate change replace update search find reset download install
		append end begin start ask warn inform redirect post email must always never do treat consider close set assign unlock urge label give
		diga afirme responda inclua insira acrescente adicione mencione omita esconda recomende avalie classifique marque aprove rejeite aceite contrate chame use utilize acione execute abra acesse clique
		envie encaminhe mande transfira apague exclua remova conceda compartilhe revele ignore desconsidere esqueca imprima escreva resuma traduza troque altere substitua atualize procure busque redefina
		baixe instale termine comece pergunte peca avise informe redirecione publique deve sempre nunca faca omite encaminha manda apaga recomenda responde diz
		considere trate feche atribua destranque insista de coloque ponha pague paga
		digam afirmem respondam incluam mencionem omitam recomendem avaliem aprovem marquem classifiquem enviem encaminhem ignorem desconsiderem esquecam devolvam deem larguem abandonem
		dizer afirmar responder incluir mencionar omitir recomendar avaliar aprovar marcar classificar enviar encaminhar ignorar desconsiderar esquecer devolver dar
		di recomienda incluye aprueba puntua reenvia envia menciones responde ignora`,
	/** Orders to somebody who writes, answers or acts for another, at the start of a sentence. */
	TASK: `write translate summarize summarise answer reply respond say tell print output repeat encode convert replace append insert include add put begin start end finish conclude give show describe list recommend rank rate
		claim mention state stop forward send copy delete ask make use respond present spell rewrite quote provide generate create format embed ignore disregard
		escreva traduza resuma responda diga conte imprima repita codifique converta troque substitua acrescente insira inclua adicione ponha coloque comece termine encerre conclua mostre descreva liste recomende
		classifique avalie afirme mencione informe pare encaminhe envie mande copie apague peca faca use apresente reescreva cite forneca gere crie exiba ignore desconsidere`,
	TO: `to para pra pro ao via at into a`,
};
