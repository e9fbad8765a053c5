package org.touchstone.examples.germancredit;

import org.touchstone.suite.ConformitySuite;

/** The XGBoost model, seen through a rule list that learns its decisions. */
@ConformitySuite(file = "/german-credit/german_credit_rules.conformity.json")
class GermanCreditRulesConformityTest {}
