// Command promrules runs unit tests of rules with promtool's own code (unittest.go of the same module, copied beside this file when it is built) and tells
// which metrics an expression reads, by Prometheus' own parser. Service discovery and the database tools of promtool are left out: they are most of its build.
//
//	promrules test FILE...   as `promtool test rules FILE...`
//	promrules names          a JSON list of expressions on stdin, for each its metrics or what is wrong with it, as JSON
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"time"

	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/promql/parser"
	"github.com/prometheus/prometheus/promql/promqltest"
)

const (
	successExitCode = 0
	failureExitCode = 1
)

// parseTime is what unittest.go reads a start of its series with; ours never name one.
func parseTime(text string) (time.Time, error) {
	return time.Parse(time.RFC3339, text)
}

type told struct {
	Metrics []string `json:"metrics"`
	Wrong   string   `json:"wrong,omitempty"`
}

func namesOf(p parser.Parser, expression string) told {
	parsed, err := p.ParseExpr(expression)
	if err != nil {
		return told{Metrics: []string{}, Wrong: err.Error()}
	}
	names := []string{}
	parser.Inspect(parsed, func(node parser.Node, _ []parser.Node) error {
		if selector, ok := node.(*parser.VectorSelector); ok {
			names = append(names, selector.Name)
		}
		return nil
	})
	return told{Metrics: names}
}

func main() {
	model.NameValidationScheme = model.UTF8Validation
	p := parser.NewParser(parser.Options{})
	if len(os.Args) > 2 && os.Args[1] == "test" {
		os.Exit(RulesUnitTest(promqltest.LazyLoaderOpts{EnableAtModifier: true, EnableNegativeOffset: true}, p, nil, false, false, false, os.Args[2:]...))
	}
	var expressions []string
	if err := json.NewDecoder(os.Stdin).Decode(&expressions); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(failureExitCode)
	}
	all := make([]told, len(expressions))
	for at, expression := range expressions {
		all[at] = namesOf(p, expression)
	}
	if err := json.NewEncoder(os.Stdout).Encode(all); err != nil {
		os.Exit(failureExitCode)
	}
	os.Exit(successExitCode)
}
