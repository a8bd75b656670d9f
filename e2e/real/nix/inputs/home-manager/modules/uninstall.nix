# A home with nothing in it, whose activation also takes away the state of the ones before.
{ config, lib, ... }:
{
  options.uninstall = lib.mkOption { type = lib.types.bool; default = false; };
  config = lib.mkIf config.uninstall {
    home.packages = lib.mkForce [ ];
    home.file = lib.mkForce { };
    home.stateVersion = lib.mkForce "26.05";
    home.enableNixpkgsReleaseCheck = lib.mkForce false;
    manual.manpages.enable = lib.mkForce false;
    news.display = lib.mkForce "silent";
  };
}
