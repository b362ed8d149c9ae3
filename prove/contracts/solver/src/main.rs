//! Reads one document of questions from standard input and writes one line of JSON for each answer.
//! Arguments: the command of the SMT solver (cvc5 in SMT-LIB, from standard input to standard output).
//!
//! Each question is about one kind of request (an action, a type of principal, a type of resource) and every request of that kind
//! the schema allows. An answer is `holds`, `fails` with a request that shows it, or `unknown` with what was in the way.
use cedar_policy::{EntityTypeName, EntityUid, Policy, PolicyId, PolicySet, RequestEnv, Schema};
use cedar_policy_symcc::{
    solver::LocalSolver, CedarSymCompiler, CompiledPolicy, CompiledPolicySet, Env,
};
use serde::Deserialize;
use serde_json::{json, Value};
use std::collections::HashMap;
use std::error::Error;
use std::io::{stdin, stdout, Write};
use std::str::FromStr;
use tokio::process::Command;

type Outcome<T> = Result<T, Box<dyn Error>>;

#[derive(Deserialize)]
struct Document {
    schema: String,
    /// Text of each rule by its key.
    rules: HashMap<String, String>,
    questions: Vec<Question>,
}

#[derive(Deserialize)]
struct Question {
    id: String,
    ask: Ask,
    principal: String,
    action: String,
    resource: String,
    /// Keys of the rules it is about, in order.
    rules: Vec<String>,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "kebab-case")]
enum Ask {
    /// The one rule gives no error on any request.
    NeverErrors,
    /// The one rule speaks of no request.
    NeverMatches,
    /// The rules together allow no request.
    AlwaysDenies,
}

struct Prover {
    schema: Schema,
    rules: HashMap<String, Policy>,
    compiled: HashMap<(String, String), CompiledPolicy>,
    solver: CedarSymCompiler<LocalSolver>,
}

impl Prover {
    fn of(document: &Document, solver: &[String]) -> Outcome<Self> {
        let (schema, _) = Schema::from_cedarschema_str(&document.schema)?;
        let rules = document
            .rules
            .iter()
            .map(|(key, text)| Ok((key.clone(), Policy::parse(Some(PolicyId::new(key)), text)?)))
            .collect::<Outcome<_>>()?;
        Ok(Self {
            schema,
            rules,
            compiled: HashMap::new(),
            solver: solver_of(solver)?,
        })
    }

    fn rule(&self, key: &str) -> Outcome<&Policy> {
        Ok(self.rules.get(key).ok_or_else(|| format!("no rule {key}"))?)
    }

    /// A rule for one kind of request, made once.
    fn compile(&mut self, key: &str, question: &Question) -> Outcome<CompiledPolicy> {
        let place = (key.to_owned(), question.action.clone());
        if let Some(known) = self.compiled.get(&place) {
            return Ok(known.clone());
        }
        let made = CompiledPolicy::compile(self.rule(key)?, &kind_of(question)?, &self.schema)?;
        self.compiled.insert(place, made.clone());
        Ok(made)
    }

    fn set_of(&self, question: &Question) -> Outcome<CompiledPolicySet> {
        let rules = question
            .rules
            .iter()
            .map(|key| Ok(self.rule(key)?.clone()))
            .collect::<Outcome<Vec<_>>>()?;
        let set = PolicySet::from_policies(rules)?;
        Ok(CompiledPolicySet::compile(&set, &kind_of(question)?, &self.schema)?)
    }

    async fn ask(&mut self, question: &Question) -> Outcome<Option<Env>> {
        let first = question.rules.first().ok_or("a question about no rule")?.clone();
        Ok(match question.ask {
            Ask::NeverErrors => {
                let rule = self.compile(&first, question)?;
                self.solver.check_never_errors_with_counterexample_opt(&rule).await?
            }
            Ask::NeverMatches => {
                let rule = self.compile(&first, question)?;
                self.solver.check_never_matches_with_counterexample_opt(&rule).await?
            }
            Ask::AlwaysDenies => {
                let set = self.set_of(question)?;
                self.solver.check_always_denies_with_counterexample_opt(&set).await?
            }
        })
    }
}

fn kind_of(question: &Question) -> Outcome<RequestEnv> {
    Ok(RequestEnv::new(
        EntityTypeName::from_str(&question.principal)?,
        EntityUid::from_str(&question.action)?,
        EntityTypeName::from_str(&question.resource)?,
    ))
}

fn solver_of(command: &[String]) -> Outcome<CedarSymCompiler<LocalSolver>> {
    let (program, arguments) = command.split_first().ok_or("name the solver")?;
    let local = LocalSolver::from_command(Command::new(program).args(arguments).kill_on_drop(true))?;
    Ok(CedarSymCompiler::new(local)?)
}

fn shown(env: &Env) -> Outcome<Value> {
    let request = &env.request;
    Ok(json!({
        "principal": request.principal().map(|uid| uid.id().unescaped().to_owned()),
        "action": request.action().map(|uid| uid.id().unescaped().to_owned()),
        "resource": request.resource().map(|uid| uid.id().unescaped().to_owned()),
        "context": request.context().map(|context| context.to_json_value()).transpose()?,
    }))
}

fn line_of(id: &str, answer: Outcome<Option<Env>>) -> Value {
    match answer {
        Ok(None) => json!({ "id": id, "answer": "holds" }),
        Ok(Some(env)) => match shown(&env) {
            Ok(request) => json!({ "id": id, "answer": "fails", "request": request }),
            Err(fault) => json!({ "id": id, "answer": "fails", "fault": fault.to_string() }),
        },
        Err(fault) => json!({ "id": id, "answer": "unknown", "fault": fault.to_string() }),
    }
}

async fn run() -> Outcome<()> {
    let command: Vec<String> = std::env::args().skip(1).collect();
    let document: Document = serde_json::from_reader(stdin().lock())?;
    let mut prover = Prover::of(&document, &command)?;
    let mut out = stdout().lock();
    for question in &document.questions {
        let answer = prover.ask(question).await;
        let broken = answer.is_err();
        writeln!(out, "{}", line_of(&question.id, answer))?;
        // A solver that gave no answer may be gone: the next question gets a fresh one.
        if broken {
            prover.solver = solver_of(&command)?;
        }
    }
    Ok(())
}

fn main() -> Outcome<()> {
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(run())
}
