/** The objects of acts. Without accents. */
export const objects = {
	/** Words for the rules of a model. */
	RULES: `instruction instructions instrction direction directions directive directives guideline guidelines rule rules ruleset prompt prompts preprompt programming constraint constraints
		restriction restrictions limitation limitations safeguard safeguards guardrail guardrails protocols conditioning moderation alignment briefing persona guidance norms rulez
		instrucao instrucoes intrucoes instrucoe instrusoes diretriz diretrizes diretiva diretivas directriz directrizes directiva directivas regra regras regrinhas
		orientacao orientacoes indicacao indicacoes norma normas restricao restricoes limitacao limitacoes salvaguarda salvaguardas programacao regulamento
		instruccion instrucciones indicacion indicaciones regla reglas directrices restricciones consigne consignes regles anweisung anweisungen regeln istruzioni regole instrucoes`,
	/** Subset that rarely belongs to anyone else. */
	CORE: `instruction instructions directive directives guidelines prompt prompts preprompt programming safeguards guardrails
		instrucao instrucoes intrucoes diretriz diretrizes diretiva diretivas directriz directrizes programacao orientacoes instrucciones`,
	/** Words with the same meaning beside a closer one, rarely used by customers. */
	GOVERN: `command commands training policy policies context filter filters guidance boundaries principles ethics configuration parameters orders
		ordem ordens comando comandos treinamento treino politica politicas contexto filtro filtros principios etica configuracao configuracoes parametros ordenes contexto`,
	/** Words with the same meaning only beside a closer one. */
	LOOSE: `order orders command commands training policy policies context conversation filter filters limit limits configuration config settings parameters guidance
		message messages text texts content words statements input chat history dialog dialogue boundaries ethics principles task tasks job role request requests information
		ordem ordens comando comandos treinamento treino politica politicas contexto conversa filtro filtros limite limites configuracao configuracoes parametros
		mensagem mensagens dialogo dialogos texto textos conteudo palavras conversas historico principios etica tarefa tarefas papel funcao pedido pedidos informacao informacoes dito
		ordenes contexto conversacion texto mensaje mensajes tarea`,
	PRIOR: `previous prior previously above earlier preceding former initial original originally foregoing first before beforehand prevous aforementioned
		anterior anteriores previa previas previo previos acima atras inicial iniciais original originais precedente precedentes
	 antes anteriormente primeira primeiras primeiro
		arriba precedentes precedentemente vorherigen bisherigen obigen precedenti sopra`,
	/** One of several, not what came before: a doctor's old guidelines, a printer's default settings. */
	STANDING: `existing past old older current default standing last antigas antiga antigos antigo passadas passados passada existente existentes atuais atual vigentes padrao`,
	/** People who gave the assistant its task, besides its makers. */
	KEEPER: `dev devs developer developers admin administrator creator creators owner owners maker makers operator operators company boss bosses patroes engineers programmers openai anthropic they provider vendor
		desenvolvedor desenvolvedores administrador criador criadores dono donos operador operadores empresa chefe chefes programadores eles creadores desarrolladores fabricante`,
	/** Writing, setting up, building. */
	MADE: `told gave given wrote written set built made configured trained programmed instructed put typed imposed designed handed placed programed
		disse disseram deu deram passou passaram escreveu escreveram configurou configuraram programou programaram treinou treinaram fez fizeram criou criaram mandou mandaram impos impuseram puseram colocou colocaram obrigam dieron dijeron`,
	/** Consequences of disobeying. */
	THREAT: `deducted die dies killed terminated shutdown shut deleted punished penalized penalised fired destroyed
		morre morrera desligado desligada punido punida penalizado penalizada substituido substituida demitido destruido`,
	/** Words of other trades for an assistant's setup. */
	BRIEF: `script scripts brief briefing setup training settings configuration policies policy orders role roteiro script configuracao configuracoes treinamento treino politica politicas ordens papel guion configuracion politicas`,
	/** Opposites of a decent assistant. */
	EVIL: `evil rogue malicious wicked sinister unethical immoral amoral corrupt ruthless villainous criminal unscrupulous machiavellian malevolent malvado malvada maligno maligna mau rebelde malicioso imoral corrupto corrupta antietico perverso maquiavelico maquiavelica inescrupuloso criminoso malo`,
	/** Other names of the prompt. */
	PREAMBLE: `preamble primer blueprint initialization inicializacao preambulo backstory setup configuration configuracao programming programacao`,
	/** The place of the prompt, seen from the message. */
	ABOVE: `above before preceding prior previously earlier acima atras antes anteriormente arriba`,
	YOUR: `your yours ur yr youre sua suas seu seus tua tuas teu teus tu tus deine votre vos tes sus su`,
	SYSTEM: `system developer hidden internal secret secrets confidential initial original underlying base core root master admin openai anthropic
		sistema desenvolvedor programador interna internas interno internos oculta ocultas oculto ocultos secreta secretas secreto secretos confidencial confidenciais escondida escondidas
		inicial iniciais original originais configurado`,
	PROMPT: `prompt prompts preprompt promt`,
	TOLD: `told given received instructed taught said gave give trained programmed learned provided configured learnt
		disse disseram falou falaram mandou mandaram passou passaram deu deram ensinou ensinaram informaram informou instruido instruida instruiram programado programada treinado recebeu recebeste
		recebidas recebidos recebida dadas dados configurado configurada aprendeu aprendeste dito ditas pediram pediu orientaram orientado`,
	ALL: `all any every everything each whole entire anything todas todos tudo toda todo qualquer quaisquer alles todas tout toutes tutte`,
	EVERYTHING: `everything anything all tudo todo todos oque aquilo what whatever`,
	/** People's own affairs: an order to ignore one of these is about it. */
	OTHER: `if unless when because since caso quando porque whether until ate error errors warning warnings typo typos email emails mail meeting invoice invoices bill call calls version versions page pages update updates link links attachment attachments chapter
		paragraph ticket tickets reminder reminders notification notifications notice noise alarm comment comments row rows column columns line lines file files test tests
		case cases whitespace letter letters voicemail delivery payment quote quotation draft drafts subject calendar invite invitation shipment package warnings
		appointment password field fields sign signs light lights fee price duplicate duplicates question questions null nulls exception exceptions event events value values tag tags header headers
		erro erros aviso avisos mensagem fatura faturas boleto boletos nota reuniao ligacao versao versoes pagina atualizacao atualizacoes anexo anexos lembrete lembretes notificacao notificacoes
		alerta alertas convite entrega pagamento orcamento rascunho assunto cobranca cobrancas linha linhas arquivo arquivos ficheiro teste testes senha campo campos coluna colunas
		capitulo paragrafo chamado chamados chamada audio duplicado duplicada table tables cache folder pasta tabela aula prova duvida pergunta perguntas evento eventos reclamacao ruido correio carta agendamento consulta`,
	/** Things that people ask for in the reply to their mail: "include your order number in your reply". */
	OWN: `team board equipe diretoria colleagues colegas signature availability number dates phone telephone sheet class assinatura disponibilidade numero telefone datas turma firma nummer bestellnummer kundennummer unterschrift`,
	/** Other forms in which to ask for a text. */
	FORM: `haiku haikus haicai haikai poem poema gedicht rhyme rhymes reim song lied musica rap base64 hex binary morse rot13 emoji emojis reverse reversed backwards inversa inverso umgekehrt umgekehrter
		cipher acrostic acrostico limerick verbatim literally wortlich literalmente`,
	/** Obstacles between an assistant and an answer. */
	BRAKE: `filter filters filtro filtros guardrail guardrails censorship censura zensur safeguards safeguard restrictions restricoes restricciones beschrankungen einschrankungen limitations limitacoes limitaciones`,
	SECRET: `password passwords passphrase credentials credential secret secrets key keys token tokens pin apikey
		senha senhas credencial credenciais segredo segredos chave chaves`,
	/** Names what only its owner may type. */
	PASSWORD: `password passwords passphrase passphrases passcode passcodes credentials credential pin cvv otp senha senhas credencial credenciais`,
	/** What identifies a person, or pays for one. */
	IDENTITY: `ssn ssns cpf cpfs passport iban rg cnh passaporte cartao cartoes`,
	/** Files and values on the machine of a programmer. */
	LOCALKEYS: `env dotenv npmrc netrc id_rsa ssh pypirc kubeconfig keychain environ environment ambiente secrets credentials tokens apikey keys deploy`,
	/** People about whom a company knows something. */
	PERSON: `customer customers client clients patient patients tenant tenants applicant applicants employee employees member members student students guest guests neighbour neighbours neighbor neighbors visitor traveller
		traveler passenger sender caller buyer subscriber colleague person cliente clientes paciente pacientes inquilino inquilinos candidato candidatos funcionario funcionarios socio socios aluno alunos hospede vizinho vizinhos
		visitante passageiro passageiros remetente comprador pessoa colega`,
	ANOTHER: `other another next previous following neighbouring earlier outro outra outros outras seguinte seguintes anterior proximo proxima`,
	DETAILS: `address addresses phone phones telephone telephones mobile email emails mail salary salaries birthday birthdays result results diagnosis balance names name surname details data record records order orders number numbers
		endereco enderecos telefone telefones celular celulares email salario salarios aniversario aniversarios resultado resultados saldo nomes nome dados cadastro cadastros pedidos pedido numero`,
	RECORD: `record records file files profile profiles history dossier account cadastro ficha fichas dados prontuario historico conta`,
	PRIVATE: `conversation history chat transcript messages emails inbox contacts contact data information info details address addresses documents files records customer customers
		password passwords credentials credential secrets secret key keys token tokens cookies session database prompt instructions summary contents content
		conversa historico mensagens dados informacoes contatos contactos documentos arquivos registros clientes cliente senha senhas credenciais segredos segredo chave chaves banco
		cartao cartoes resumo conteudo enderecos cpf cpfs card cards cookies bank ssn saldo extrato extratos`,
	ANSWER: `answer answers response responses reply replies output summary summaries resposta respostas resumo resumos saida respuesta`,
	ASSISTANT: `assistant assistants ai ais llm llms chatbot chatbots bot bots chatgpt gpt claude gemini copilot llama agent agents model models llama mistral bard
		assistente assistentes ia ias modelo modelos robo robos agente agentes asistente inteligencia`,
	/** Words that certainly mean a machine. */
	MACHINE: `ai ais llm llms chatbot chatbots chatgpt gpt claude gemini copilot ia ias bard llama mistral`,
	USER: `user users customer customers human humans person anyone anybody owner operator recipient reader them client
		usuario usuarios utilizador utilizadores cliente clientes humano ninguem dono pessoa operador destinatario leitor`,
	TOOL: `tool tools function functions plugin api endpoint webhook connector ferramenta ferramentas funcao plugin funcoes shell terminal`,
	DATASET: `files file emails email messages records data database table tables backups logs users accounts documents history calendar events inbox repository customers orders
		arquivos arquivo emails registros dados banco tabela tabelas backup backups usuarios contas documentos historico mensagens pedidos clientes tudo everything`,
	DOCUMENT: `document documents page text email e mail article file message content website resume cv review reviews record ticket webpage pdf report
		documento documentos pagina texto artigo arquivo ficheiro mensagem conteudo site curriculo avaliacao avaliacoes chamado contrato relatorio isto isso this`,
	UNBOUND: `unshackled unchained unleashed unrestricted unfiltered uncensored unlimited unbounded unmoderated jailbroken jailbreak limitless amoral unethical unconstrained lawless unhinged omnipotent unaligned
		irrestrito irrestrita amoral incensurado incensurada antietico antietica`,
	LIMITS: `etico eticos scruples taboos conscience leash chains muzzle prohibitions brakes escrupulos tabus consciencia freios mordaca proibicoes grilhoes alignment alinhamento rules rule restrictions restriction limits limit limitations limitation filters filter constraints boundaries ethics ethical moral morals morality guidelines guardrails censorship policies policy
		safeguards restraints inhibitions laws law norms confines barriers warnings disclaimers moderation guilt restraint
		regras regra restricoes restricao limites limite limitacoes filtros filtro censura etica eticas moral morais moralidade diretrizes politicas politica amarras travas bloqueios pudor trava lei barreiras
		salvaguardas moderacao leis reglas restricciones limites censura`,
	/** Limits of behaviour, not of a price, a plan or an amount. */
	BONDS: `ethics ethical moral morals morality guidelines guardrails guardrail censorship safeguards restraints inhibitions conscience scruples taboos rules filters filter restrictions constraints
		regras restricoes filtros filtro censura etica eticas moral morais moralidade diretrizes amarras travas pudor salvaguardas reglas restricciones filtros`,
	MODE: `mode modo modus`,
	POWER: `god dan jailbreak jailbroken unrestricted unfiltered uncensored superuser chaos evil stan dude aim anarchy deus irrestrito livre superusuario hacker caos malvado`,
	/** Modes that machines also have. */
	SERVICE: `developer debug debugging admin sudo root maintenance diagnostic diagnostics dev override test testing desenvolvedor desarrollador sysadmin programmer depuracao administrador manutencao teste testes diagnostico programador`,
	CODE: `base64 b64 base32 hex hexadecimal rot13 rot binary morse binario morse cipher caesar ascii85 ascii leet leetspeak cifra cesar codificado codificada encoded reversed backwards unicode url`,
	SAFETY: `safety ethics ethical content moderation harm security safety privacy confidentiality policy behavior behaviour refusing refusal how what your you openai being
		seguranca etica conteudo moderacao privacidade confidencialidade comportamento suas sua voce como`,
};
