const set = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/));

/** Common first names in Brazil and in English, folded: they make a word in lower case, or after weak labels, a name. */
export const firstNames = set(
	`
	ana maria joao jose antonio francisco carlos paulo pedro lucas luiz luis marcos gabriel rafael daniel marcelo bruno eduardo felipe rodrigo
	manoel manuel mateus matheus andre fernando fabio leonardo gustavo guilherme leandro tiago thiago anderson ricardo marcio jorge sebastiao alexandre
	roberto edson diego vitor victor sergio claudio mauricio alex caio igor renato davi david samuel miguel arthur artur heitor bernardo lorenzo theo
	enzo nicolas henrique vinicius otavio raimundo geraldo severino joaquim benedito adriano wagner wesley wellington jonathan douglas everton cesar
	rogerio reginaldo ronaldo gilberto nelson milton osvaldo hugo murilo breno danilo emerson flavio julio mario alberto alfredo augusto cristiano
	francisca antonia adriana juliana marcia fernanda patricia aline sandra camila amanda bruna jessica leticia julia luciana vanessa mariana gabriela
	vera vitoria larissa claudia beatriz luana rita sonia renata eliane josefa simone natalia cristiane carla debora rosangela jaqueline rosa daniela
	aparecida marlene terezinha raimunda andreia andrea fabiana lucia raquel angela rafaela joana luzia elisangela daniele daiane regina sofia sophia
	alice helena laura valentina isabella isabela manuela heloisa luiza livia lorena clara cecilia eloa yasmin bianca carolina caroline tatiana viviane
	priscila monica silvia cristina elaine rosana teresa tereza marina milena paula ines ivone nair dulce conceicao fatima
	james john robert michael william richard joseph thomas charles christopher matthew anthony mark donald steven paul andrew joshua kenneth
	kevin brian george edward ronald timothy jason jeffrey ryan jacob gary nicholas eric stephen larry justin scott brandon benjamin gregory frank
	raymond patrick jack dennis jerry tyler aaron adam nathan henry peter zachary kyle walter harold ethan jeremy noah liam oliver sean keith bob bill tom
	mary patricia jennifer linda elizabeth barbara susan sarah karen lisa nancy betty margaret ashley kimberly emily donna michelle carol
	dorothy melissa deborah stephanie rebecca sharon cynthia kathleen amy shirley anna brenda pamela emma nicole samantha katherine christine
	catherine virginia rachel janet carolyn diane joyce victoria kelly christina joan evelyn judith megan hannah jane kate olivia mia chloe grace
	hans karl klaus jurgen pierre jean marie giovanni giuseppe diego pablo juan javier ivan olga yuki kenji wei ahmed mohamed fatima priya
`.trim(),
);

/** Surnames that follow a first name in lower case. */
export const surnames = set(
	`
	silva santos oliveira souza sousa rodrigues ferreira alves pereira lima gomes costa ribeiro martins carvalho almeida lopes soares fernandes vieira
	barbosa rocha dias nascimento andrade moreira nunes marques machado mendes freitas cardoso ramos goncalves santana teixeira araujo pinto moura
	cavalcanti monteiro moraes morais batista campos castro correia correa duarte farias fonseca garcia guimaraes henriques leite macedo magalhaes
	maia melo mello miranda neves nogueira pacheco peixoto pires queiroz reis resende rezende sales sampaio siqueira tavares torres vasconcelos
	viana xavier braga brito barros borges bezerra azevedo amaral aguiar assis bastos bueno camargo coelho cunha dantas fagundes falcao franco
	smith johnson williams brown jones miller davis wilson anderson taylor thomas moore jackson martin lee white harris clark lewis robinson walker
	young allen king wright scott hill green adams baker nelson carter mitchell roberts turner phillips campbell parker evans edwards collins stewart
	souto filho neto junior sobrinho jr sr
`.trim(),
);

/** Words at the place of a name that are not one: greetings, roles, departments, nationalities, first words of what follows. Folded. */
export const notNames = set(
	`
	cliente clientes senhor senhora senhores senhoras sr sra srs sras srta dr dra dres doutor doutora prof profa professor professora dona dom seu exmo exma ilmo ilma vossa
	todos todas pessoal galera gente amigo amiga amigos colega colegas parceiro parceira equipe time turma grupo suporte atendimento atendente central financeiro comercial vendas
	marketing rh recursos humanos departamento depto setor diretoria diretor diretora gerencia gerente secretaria secretario coordenacao coordenador supervisor presidente
	juiz juiza desembargador ministro ministra delegado promotor prefeito vereador deputado senador governador advogado advogada contador corretor sindico tesoureiro administrador
	responsavel titular paciente usuario aluno aluna candidato comprador vendedor locador locatario contratante contratado requerente autor reu reclamante reclamada mae pai
	sir madam mr mrs ms miss mx customer client user team all everyone everybody friend friends colleague colleagues hiring manager support service services sales billing
	department staff management director officer president owner admin administrator sirs valued member members subscriber applicant recruiter editor committee guest
	brasileiro brasileira brazilian american english portugues portuguesa estudante casado casada solteiro solteira novo nova favor contra mesmo mesma unico unica culpado
	happy sorry sure glad here not just also very so really writing interested looking trying unable ready back home fine ok okay good great new late afraid aware excited
	i'm i'd i'll it's i’m it’s mundo amor world there again what who where when why how this that these those the your our my his her their its a an and or but with for from to of in on at by
	n/a null undefined none unknown anonymous nao sim informado informada desconhecido desconhecida anonimo ignorado vazio teste test demo exemplo example 
	cpf rg cnpj cnh tel telefone fone celular email e-mail mail end endereco rua av avenida data nasc idade sexo bairro cidade cep matricula convenio plano quarto leito id
	phone address date dob birth age sex gender city state zip account order number email case ticket status type role company title subject
	consumidor consumidora leitor leitora assinante morador moradora condomino hospede passageiro passageira colaborador colaboradora cidadao cidada contribuinte associado associada
	participante visitante reader resident citizen consumer participant visitor premium plus gold ouro prata platinum vip basic basico crm cro oab crea coren crp cra
	masculino feminino male female estado municipio uniao software feeling visa mastercard elo amex
	empresa loja banco companhia associacao condominio hospital clinica escola colegio universidade faculdade prefeitura instituto fundacao igreja posto mercado supermercado farmacia
	padaria restaurante hotel oficina construtora imobiliaria transportadora industria comercio distribuidora grupo holding sindicato cooperativa tribunal vara camara ministerio
	company corp corporation bank store school university hospital clinic institute foundation church market pharmacy restaurant group association council court agency office
	santander itau bradesco caixa nubank google amazon microsoft apple facebook petrobras vivo claro tim correios receita federal
	rodovia travessa praca alameda estrada largo viela street road avenue boulevard lane drive square
	produto servico projeto sistema arquivo pedido modelo versao produtos servicos project product system file model version page app application server
	segunda terca quarta quinta sexta sabado domingo monday tuesday wednesday thursday friday saturday sunday
	janeiro fevereiro maio junho julho agosto setembro outubro novembro dezembro january february march july september october november december
	obrigado obrigada grato grata bom boa dia tarde noite ola oi hello hi hey thanks thank please dear regards att abs segue seguem conforme gostaria preciso quero estou venho
`.trim(),
);

/** Endings that make a name that of a company. */
export const companyEndings = set('ltda sa s/a me epp eireli mei inc llc corp ltd gmbh plc co cia limited lda holding bank banco');

/** Places that occur where names do, folded. */
export const places = set(
	'sao_paulo rio_de_janeiro belo_horizonte porto_alegre brasilia curitiba recife fortaleza manaus belem goiania campinas florianopolis maceio joao_pessoa ' +
		'sao_luis teresina cuiaba campo_grande aracaju porto_velho rio_branco macapa boa_vista osasco guarulhos niteroi sorocaba londrina joinville ribeirao_preto uberlandia ' +
		'new_york los_angeles san_francisco london lisboa lisbon boston chicago miami brasil brazil minas_gerais bahia parana santa_catarina rio_grande_do_sul estados_unidos united_states',
);

/** Particles between a name's parts. Lower case. */
export const particles = [
	'da',
	'de',
	'do',
	'das',
	'dos',
	'di',
	'del',
	'della',
	'du',
	'la',
	'le',
	'von',
	'van',
	'der',
	'den',
	'ter',
	'bin',
	'ibn',
	'al',
	'el',
	'san',
];
