/* Tails and quantiles: values of R 4.2.2 (the call stands beside each), and GSL 2.7.1 over a grid. */
#include <config.h>

#include "check.h"

#include <gsl/gsl_cdf.h>

#include "stats/tail.h"

/* Relative throughout, unlike assert_close: a tail of 1e-173 has digits too. */
static void
near(const char *label, double got, double want, double rel)
{
    if (!(isnan(want) ? isnan(got) : got == want || fabs(got - want) <= rel * fabs(want)))
        fail_msg("%s is %.17g, want %.17g", label, got, want);
}

static void
tails_keep_their_digits_as_r_has_them(void **state)
{
    (void)state;
    near("pchisq(800,3,lower=F)", reint_chi2_upper(800, 3), 4.3274708143852054e-173, 1e-12);
    near("pchisq(50.5,13,lower=F)", reint_chi2_upper(50.5, 13), 2.4464929082291913e-06, 1e-12);
    near("pchisq(.001,1,lower=F)", reint_chi2_upper(.001, 1), 0.97477287936996038, 1e-13);
    near("pchisq(1000,1000,lower=F)", reint_chi2_upper(1000, 1000), 0.49405285382923969, 1e-12);
    near("pchisq(1.02e5,1e5,lower=F)", reint_chi2_upper(1.02e5, 1e5), 4.411939255120309e-06, 1e-11);
    near("pgamma(5,2.5)", reint_gamma_lower(5, 2.5), 0.92476475385348778, 1e-13);
    near("pgamma(300,2.5,lower=F)", reint_gamma_upper(300, 2.5), 2.0224172842813905e-127, 1e-12);
    near("2*pnorm(-37)", reint_normal_two_sided(37), 1.1451142445049154e-299, 1e-12);
    near("2*pt(-40,7)", reint_t_two_sided(-40, 7), 1.5902179984850428e-09, 1e-12);
    near("2*pt(-.5,3.3)", reint_t_two_sided(.5, 3.3), 0.64853507639955854, 1e-13);
    near("pf(3.7,4.5,88.2,lower=F)", reint_f_upper(3.7, 4.5, 88.2), 0.0058225832756150439, 1e-12);
    near("pf(120,3,40,lower=F)", reint_f_upper(120, 3, 40), 4.8892884124201931e-20, 1e-12);
    near("pbeta(.3,81.5,182.5)", reint_beta_lower(.3, 81.5, 182.5), 0.38562294050560669, 1e-12);
    near("pbeta(.5005,1e6,1e6,lower=F)", reint_beta_upper(.5005, 1e6, 1e6), 0.078649577580926, 1e-9);
    near("pbinom(3,50,.2)", reint_binomial_lower(3, 50, .2), 0.0056563610121553032, 1e-12);
    near("pbinom(29,50,.2,lower=F)", reint_binomial_upper(30, 50, .2), 6.9367466033387297e-10, 1e-12);
    near("binom.test(7,40,.3)", reint_binomial_two_sided(7, 40, .3), 0.11859576263214822, 1e-12);
    near("binom.test(36,40,.5)", reint_binomial_two_sided(36, 40, .5), 1.8570244719740025e-07, 1e-12);
    near("binom.test(5,10,.5)", reint_binomial_two_sided(5, 10, .5), 1, 1e-12);
    near("dhyper(3,12,40,20)", reint_hypergeometric_point(3, 12, 40, 20), 0.15493615610661043, 1e-12);
    near("phyper(3,12,40,20)", reint_hypergeometric_lower(3, 12, 40, 20), 0.22792603561279914, 1e-12);
    near("phyper(10,12,40,20,lower=F)", reint_hypergeometric_upper(11, 12, 40, 20), 2.6653289121355638e-05,
         1e-12);
    near("phyper(400,1000,900,1000)", reint_hypergeometric_lower(400, 1000, 900, 1000),
         1.0840373963377113e-31, 1e-10);
}

static void
quantiles_are_those_of_r(void **state)
{
    (void)state;
    near("qnorm(.975)", reint_normal_quantile(.975), 1.9599639845400536, 1e-15);
    near("qnorm(1e-20)", reint_normal_quantile(1e-20), -9.2623400897984052, 1e-14);
    near("qt(.975,29)", reint_t_quantile(.975, 29), 2.0452296421327034, 1e-13);
    near("qt(1e-10,2.5)", reint_t_quantile(1e-10, 2.5), -8765.4377713645972, 1e-11);
    near("qt(.6,1)", reint_t_quantile(.6, 1), 0.32491969623290634, 1e-13);
    near("qf(.975,5,18)", reint_f_quantile(.975, 5, 18), 3.3819678058752429, 1e-12);
    near("qf(.025,5.3,218)", reint_f_quantile(.025, 5.3, 218), 0.17781879982511178, 1e-12);
    near("qbeta(.025,.5,20.5)", reint_beta_quantile(.025, .5, 20.5), 2.4246478459242726e-05, 1e-11);
    near("qbeta(.975,1,100)", reint_beta_quantile(.975, 1, 100), 0.036216692645176463, 1e-12);
    near("qbeta(1e-12,3,4)", reint_beta_quantile(1e-12, 3, 4), 3.6841332947388649e-05, 1e-11);
    near("the median of t", reint_t_quantile(.5, 3), 0, 0);
    near("the ends", reint_normal_quantile(0), -INFINITY, 0);
    near("the ends of t", reint_t_quantile(1, 3), INFINITY, 0);
}

static void
tails_agree_with_gsl_over_a_grid(void **state)
{
    static const double df[] = { 0.5, 1, 2, 3.5, 10, 57, 300 },
                        at[] = { 1e-6, 0.02, 0.4, 1, 1.7, 5, 23, 140 };
    size_t n = 0;

    (void)state;
    for (size_t i = 0; i < sizeof df / sizeof *df; i++)
        for (size_t k = 0; k < sizeof at / sizeof *at; k++, n++) {
            near("chi2 upper", reint_chi2_upper(at[k], df[i]), gsl_cdf_chisq_Q(at[k], df[i]), 1e-11);
            near("chi2 lower", reint_chi2_lower(at[k], df[i]), gsl_cdf_chisq_P(at[k], df[i]), 1e-11);
            /* by F: gsl_cdf_tdist_Q(23, 57) itself is 6e-7 off R's pt(), which agrees with ours to 1e-14 */
            near("t upper", reint_t_upper(at[k], df[i]), gsl_cdf_fdist_Q(at[k] * at[k], 1, df[i]) / 2, 1e-9);
            for (size_t j = 0; j < sizeof df / sizeof *df; j++) {
                near("F upper", reint_f_upper(at[k], df[i], df[j]), gsl_cdf_fdist_Q(at[k], df[i], df[j]),
                     1e-9);
                near("F lower", reint_f_lower(at[k], df[i], df[j]), gsl_cdf_fdist_P(at[k], df[i], df[j]),
                     1e-9);
            }
        }
    assert_int_equal(n, 56);
}

static void
quantiles_undo_the_tails(void **state)
{
    static const double p[] = { 1e-9, 0.001, 0.025, 0.3, 0.5, 0.8, 0.999 };

    (void)state;
    for (size_t i = 0; i < sizeof p / sizeof *p; i++) {
        near("normal", reint_normal_lower(reint_normal_quantile(p[i])), p[i], 1e-13);
        near("t", reint_t_lower(reint_t_quantile(p[i], 4.2), 4.2), p[i], 1e-11);
        near("F", reint_f_lower(reint_f_quantile(p[i], 3, 17), 3, 17), p[i], 1e-11);
        near("beta", reint_beta_lower(reint_beta_quantile(p[i], 0.7, 31), 0.7, 31), p[i], 1e-11);
    }
}

static void
outside_the_domain_there_is_no_number(void **state)
{
    (void)state;
    near("df 0", reint_chi2_upper(2, 0), NAN, 0);
    near("df negative", reint_t_upper(2, -1), NAN, 0);
    near("df NaN", reint_f_upper(2, NAN, 3), NAN, 0);
    near("x NaN", reint_chi2_upper(NAN, 1), NAN, 0);
    near("x NaN", reint_t_two_sided(NAN, 1), NAN, 0);
    near("probability above 1", reint_normal_quantile(1.1), NAN, 0);
    near("probability NaN", reint_beta_quantile(NAN, 1, 1), NAN, 0);
    near("half a trial", reint_binomial_lower(1, 2.5, .5), NAN, 0);
    near("more drawn than there are", reint_hypergeometric_lower(1, 2, 2, 5), NAN, 0);
    near("below the support", reint_chi2_upper(-3, 2), 1, 0);
    near("Inf", reint_chi2_upper(INFINITY, 2), 0, 0);
    near("above the support", reint_binomial_upper(11, 10, .5), 0, 0);
    near("t at Inf", reint_t_two_sided(-INFINITY, 5), 0, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tails_keep_their_digits_as_r_has_them), cmocka_unit_test(quantiles_are_those_of_r),
        cmocka_unit_test(tails_agree_with_gsl_over_a_grid),      cmocka_unit_test(quantiles_undo_the_tails),
        cmocka_unit_test(outside_the_domain_there_is_no_number),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
