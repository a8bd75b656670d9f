# What every home has. Adds programs; writes no file people usually have already, so that nothing of theirs is in the way.
{ lib, pkgs, fleet, ... }:
{
  home.packages = [
    pkgs.curl
    pkgs.git
    pkgs.nano
    pkgs.ripgrep
  ];

  home.sessionVariables.EDITOR = lib.mkDefault "nano";

  # Only for who gave an address: ~/.config/git/config is theirs otherwise.
  programs.git = lib.mkIf (fleet.person ? email) {
    enable = true;
    settings.user = {
      inherit (fleet.person) name email;
    };
  };

  # Commands for people who want to go on without Hearth.
  programs.home-manager.enable = true;

  # On a Mac, copying desktop programs needs a right most people were never asked for; no part brings such a program.
  targets.darwin.copyApps.enable = lib.mkDefault false;

  # A pager would stop a set-up that nobody watches.
  news.display = "silent";
  manual.manpages.enable = false;
}
